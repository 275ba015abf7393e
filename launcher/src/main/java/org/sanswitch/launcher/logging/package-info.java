/** Loggers for the bundles, which leave the program's logging alone; exported by the framework. */
@NullMarked
package org.sanswitch.launcher.logging;

import org.jspecify.annotations.NullMarked;
