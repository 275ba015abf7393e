package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import plain.Checks;

/** The socket suite leaves no check out. */
public class SuiteIT {

  @Test
  public void everyCheckHasATestOfItsName() {
    TreeSet<String> tests = Arrays.stream(SocketSuite.class.getDeclaredMethods())
      .filter(m -> m.isAnnotationPresent(Test.class))
      .map(m -> m.getName())
      .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(Checks.names()), tests);
  }
}
