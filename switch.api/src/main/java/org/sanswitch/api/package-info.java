/**
 * What applications and operators use: the state of the switch, its routes and the reasons for them.
 *
 * <p>The question that every user of such software asks first is "is it accelerated, and if not,
 * why"; {@link org.sanswitch.api.SanSwitch} answers it.
 */
@NullMarked
@Version("0.1.0")
package org.sanswitch.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
