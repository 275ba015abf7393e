/** The framework inside the program's JVM, in a class loader of its own. */
@NullMarked
package org.sanswitch.launcher.embedded;

import org.jspecify.annotations.NullMarked;
