package org.sanswitch.impl.core;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.sanswitch.impl.report.TrafficLedger;
import org.sanswitch.impl.routing.NegativeCache;
import org.sanswitch.impl.session.Sessions;

/**
 * What connecting and listening need of the switch.
 *
 * @param executor does what no application thread does
 * @param nanoTime clock
 * @param sessions makes sessions
 * @param ledger counts them
 * @param failures remembers destinations that a provider could not reach
 * @param awake how those who await an attempt stay awake
 */
record ConnectContext(Executor executor, LongSupplier nanoTime, Sessions sessions,
    TrafficLedger ledger, NegativeCache failures, AwakeWait awake) {}
