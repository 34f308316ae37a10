/** Shows that the unpacked Confluent client is whole and works against the versions of Kafka and Avro in use. */
package org.dataembassy.confluent;
