package org.sanswitch.itests;

import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** The same with RDMA for all but small writes: the receiver reads (SES-4). */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RdmaSocketsIT extends EmuSocketsIT {

  @Override
  @Configuration
  public Option[] config() {
    return combine(super.config(), frameworkProperty("sanswitch.emu.rdma.threshold").value("4096"));
  }
}
