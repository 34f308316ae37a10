/**
 * The demo: the whole way of an event told in a few minutes on real parts, each step with what it shows and whether it
 * held. The attacker here has what someone who owns the embassy's brokers has, and no more.
 *
 * <p>Not here: anything that another verb needs.
 */
package org.dataembassy.cli.demo;
