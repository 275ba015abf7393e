package org.sanswitch.impl.routing;

import java.util.List;
import org.sanswitch.api.Route;

/**
 * Where a connection is to be tried.
 *
 * @param candidates providers to try, in order
 * @param otherwise TCP/IP with the reason, where there is no candidate
 */
public record Plan(List<Candidate> candidates, Route otherwise) {

  /** Copies the list. */
  public Plan {
    candidates = List.copyOf(candidates);
  }

  static Plan tcp(Route route) {
    return new Plan(List.of(), route);
  }

  /** {@return where it would be tried first} */
  public Route first() {
    return candidates.isEmpty() ? otherwise : Route.san(candidates.get(0).provider().name());
  }
}
