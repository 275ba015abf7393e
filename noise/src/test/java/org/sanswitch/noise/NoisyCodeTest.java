package org.sanswitch.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class NoisyCodeTest {

  /** What is made noisy. */
  static final class Sample implements IntUnaryOperator {
    @Override
    public int applyAsInt(int value) {
      if (value < 0) {
        return Math.abs(value);
      }
      try {
        return Math.addExact(value, Integer.parseInt("1"));
      } catch (ArithmeticException e) {
        return twice(0);
      }
    }

    private static int twice(int value) {
      return 2 * value;
    }
  }

  private static byte[] plain() throws IOException {
    try (InputStream in = Sample.class.getResourceAsStream("NoisyCodeTest$Sample.class")) {
      return in.readAllBytes();
    }
  }

  private static byte[] noisy(long seed, int oneOf) throws IOException {
    return new NoisyCode(new Places(new Settings(seed, oneOf, 1)),
        NoisyCodeTest.class.getClassLoader())
      .of(plain());
  }

  private static long pauses(byte[] bytes) {
    return ClassFile.of()
      .parse(bytes)
      .methods()
      .stream()
      .flatMap(method -> method.code().orElseThrow().elementStream())
      .filter(element -> element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals("org/sanswitch/noise/Pauses"))
      .count();
  }

  @Test
  void everyCallAndReturnIsAPlace() throws IOException {
    assertEquals(0, pauses(plain()));
    // The constructor has two, the method three returns and four calls, the last method a return.
    assertEquals(10, pauses(noisy(1, 1)));
  }

  @Test
  void theSameSeedChoosesTheSamePlaces() throws IOException {
    assertArrayEquals(noisy(5, 3), noisy(5, 3));
    boolean all = true;
    for (int seed = 0; seed < 20; seed++) {
      all &= Arrays.equals(noisy(5, 3), noisy(seed, 3));
    }
    assertFalse(all, "another seed chooses others");
  }

  @Test
  void noisyCodeDoesTheSame() throws Exception {
    Pauses.set(1);
    IntUnaryOperator sample = (IntUnaryOperator) MethodHandles.lookup()
      .defineHiddenClass(noisy(1, 1), true)
      .lookupClass()
      .getDeclaredConstructor()
      .newInstance();
    assertEquals(3, sample.applyAsInt(-3));
    assertEquals(8, sample.applyAsInt(7));
    assertEquals(0, sample.applyAsInt(Integer.MAX_VALUE));
  }
}
