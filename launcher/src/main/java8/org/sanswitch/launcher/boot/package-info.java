/**
 * All that the agent puts on the class path of the program. {@link
 * org.sanswitch.launcher.boot.Agent} is compiled for Java 8, the other classes for Java 25.
 */
package org.sanswitch.launcher.boot;
