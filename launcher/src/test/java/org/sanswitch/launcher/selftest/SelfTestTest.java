package org.sanswitch.launcher.selftest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.sanswitch.launcher.child.Fields;

/** Each provider is tried at an address that it serves. */
class SelfTestTest {

  private static void assertAddress(String addresses, String... expected) {
    assertArrayEquals(expected,
        SelfTest.addressOf(Fields.parse("name=verbs\taddresses=" + addresses)));
  }

  @Test
  void triesAProviderWhereItServes() {
    assertAddress("[ServedAddress[address=/10.77.0.1, prefixLength=-1],"
        + " ServedAddress[address=/fd77:0:0:0:0:0:0:1, prefixLength=-1]]", "10.77.0.1");
    assertAddress("[ServedAddress[address=/fd77:0:0:0:0:0:0:1, prefixLength=-1]]",
        "fd77:0:0:0:0:0:0:1");
    assertAddress("[ServedAddress[address=host.example/192.0.2.7, prefixLength=-1]]",
        "192.0.2.7");
  }

  @Test
  void triesAProviderAtTheLoopbackIfItServesThat() {
    assertAddress("[ServedAddress[address=/10.0.0.1, prefixLength=32],"
        + " ServedAddress[address=localhost/127.0.0.1, prefixLength=32]]");
    assertAddress("[]");
  }
}
