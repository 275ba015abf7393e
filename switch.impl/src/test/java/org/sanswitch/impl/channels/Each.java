package org.sanswitch.impl.channels;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The arguments of the shared suite. */
final class Each {

  private Each() {}

  /** Every sort of socket on every sort of thread. */
  static Stream<Arguments> sortAndThread() {
    return Stream.of(Kit.Sort.values())
      .flatMap(sort -> Stream.of(Blocking.On.values()).map(on -> Arguments.of(sort, on)));
  }
}
