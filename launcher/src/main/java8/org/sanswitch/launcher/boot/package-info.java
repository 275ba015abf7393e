/** What every JVM from Java 8 on can load: finds out whether this one is new enough. */
package org.sanswitch.launcher.boot;
