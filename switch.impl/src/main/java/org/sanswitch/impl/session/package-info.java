/** Sessions: TCP semantics over a provider's messages, by the session protocol (docs/session-protocol.md). */
@NullMarked
package org.sanswitch.impl.session;

import org.jspecify.annotations.NullMarked;
