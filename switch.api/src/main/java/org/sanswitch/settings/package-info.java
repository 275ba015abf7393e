/**
 * Settings of a bundle from Configuration Admin and from the command line, read in one way by all
 * bundles, providers of others included.
 */
@NullMarked
@Version("0.1.0")
package org.sanswitch.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
