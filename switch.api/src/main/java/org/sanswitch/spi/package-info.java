/**
 * What the switch needs of a SAN service provider ({@code WSP*}) and gives to it ({@code WPU*}).
 *
 * <p>The functions are those of Windows Sockets Direct, recognisable by name. Control calls throw
 * {@link org.sanswitch.spi.WsaException}; the data path returns a status and throws nothing. Rule
 * ids (INI-, SOC-, LIS-, ACC-, CON-, CMP-, MEM-, OPT-, CLO-, DUP-) are those of the rules of the
 * switch.
 *
 * <p><b>Threading.</b> Every function may be called by any thread, and by several threads at once
 * also for the same socket, except where it says otherwise. A provider must not hold a lock of its
 * own across an upcall that another thread's downcall on a different socket needs.
 */
@NullMarked
@Version("0.1.0")
package org.sanswitch.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
