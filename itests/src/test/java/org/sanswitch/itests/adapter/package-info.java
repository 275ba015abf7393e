/**
 * An adapter that exists for the tests only, written against {@code org.sanswitch.hal} and nothing
 * else: both ends of a connection are in this JVM, and messages pass through its heap. What runs over
 * it depends on the contract alone, not on what another adapter happens to do.
 */
package org.sanswitch.itests.adapter;
