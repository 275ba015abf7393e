/** Programs in JVMs of their own, and what their switches say. */
@NullMarked
package org.sanswitch.launcher.child;

import org.jspecify.annotations.NullMarked;
