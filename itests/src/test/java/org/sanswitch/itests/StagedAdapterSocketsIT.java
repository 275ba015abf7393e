package org.sanswitch.itests;

import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** The same over an adapter that sends registered memory only: the switch has to stage. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class StagedAdapterSocketsIT extends AdapterSocketsIT {

  @Override
  protected int injectSize() {
    return 0;
  }
}
