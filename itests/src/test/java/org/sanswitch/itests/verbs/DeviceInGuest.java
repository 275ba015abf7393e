package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertTrue;

import org.junit.Test;

/** The device carries RDMA for others: what fails after this is not the virtual machine's fault. */
public class DeviceInGuest {

  @Test
  public void theDeviceIsActive() throws Exception {
    String links = Guest.run("rdma", "link");
    assertTrue(links, links.contains("rxe0/1 state ACTIVE"));
  }

  @Test
  public void toolsOfRdmaCoreConnectAndCompareWhatTheyMove() throws Exception {
    String ended = Guest.run("bash", "-c", "rping -s -a " + Guest.ADDRESS + " -C 2 & server=$!;"
        + " for try in $(seq 50); do rping -c -V -a " + Guest.ADDRESS + " -C 2 && break; sleep 0.1;"
        + " done; wait $server && echo compared");
    assertTrue(ended, ended.contains("compared"));
  }
}
