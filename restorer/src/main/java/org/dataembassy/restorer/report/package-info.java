/**
 * What is said about a restore or a verification: values, and their form as JSON and as text.
 *
 * <p>Not here: how it was found out.
 */
package org.dataembassy.restorer.report;
