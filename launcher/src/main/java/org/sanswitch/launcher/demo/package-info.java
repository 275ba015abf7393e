/** {@code sanswitch demo}: plain programs over the JDK alone and over the switch, side by side. */
@NullMarked
package org.sanswitch.launcher.demo;

import org.jspecify.annotations.NullMarked;
