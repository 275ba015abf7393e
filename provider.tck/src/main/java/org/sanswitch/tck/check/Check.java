package org.sanswitch.tck.check;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import org.sanswitch.rules.Rules;
import org.sanswitch.tck.AdapterUnderTest;
import org.sanswitch.tck.peer.Peers;
import org.sanswitch.tck.stage.AdapterStage;
import org.sanswitch.tck.stage.Stage;

/**
 * One check: a method with {@link Rules} that gets a {@link Stage}, and the second process where it
 * wants it, or an {@link AdapterStage}.
 *
 * @param method the method
 * @param rules the rules that it shows; not empty
 */
public record Check(Method method, List<String> rules) {

  /** {@return the requirement, in words} */
  public String name() {
    return method.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  /** {@return whether it plays on adapters, without the hardware abstraction} */
  private boolean isDirect() {
    return method.getParameterTypes()[0] == AdapterStage.class;
  }

  /**
   * Runs it.
   *
   * @param stage what to play on
   * @param peers the second process
   * @throws Exception what the check throws
   */
  @SuppressWarnings("try") // interrupted when the check is ended
  public void run(Stage stage, Peers peers) throws Exception {
    Constructor<?> constructor = method.getDeclaringClass().getDeclaredConstructor();
    try {
      Object instance = constructor.newInstance();
      if (isDirect()) {
        try (AdapterStage adapters =
            new AdapterStage(stage, (AdapterUnderTest) stage.provider())) {
          method.invoke(instance, adapters);
        }
      } else if (method.getParameterCount() == 1) {
        method.invoke(instance, stage);
      } else {
        method.invoke(instance, stage, peers);
      }
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw new IllegalStateException("the check threw " + e.getCause(), e.getCause());
    }
  }
}
