/** A small complete adapter, to learn from: both ends of a connection are in one JVM. */
@NullMarked
@Version("0.1.0")
package org.sanswitch.provider.example;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
