/** A small complete adapter, to learn from: both ends of a connection are in one JVM. */
@NullMarked
package org.sanswitch.provider.example;

import org.jspecify.annotations.NullMarked;
