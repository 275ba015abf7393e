package org.sanswitch.tck.check;

import java.util.Arrays;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.stage.Broken;

/** What a call must answer. */
final class Expect {

  private Expect() {}

  /** A control call. */
  @FunctionalInterface
  interface Call {
    /** Calls. */
    void make() throws WsaException;
  }

  /** {@return the error of a control call, NO_ERROR if it succeeds} */
  static WsaError errorOf(Call call) {
    try {
      call.make();
      return WsaError.NO_ERROR;
    } catch (WsaException e) {
      return e.error();
    }
  }

  /** Checks that a control call fails in one of these ways. */
  static void fails(String rule, String what, Call call, WsaError... expected) throws Broken {
    answers(rule, what, errorOf(call), expected);
  }

  /** Checks an answer. */
  static void answers(String rule, String what, WsaError answer, WsaError... expected)
      throws Broken {
    Broken.unless(rule, Arrays.asList(expected).contains(answer),
        what + " answered " + answer + ", not " + String.join(" or ",
            Arrays.stream(expected).map(WsaError::name).toList()));
  }
}
