package org.sanswitch.launcher.embedded;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.nio.charset.StandardCharsets;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.sanswitch.launcher.logging.LateLogger;

/**
 * Gives the bundles a {@link LateLogger} wherever they call {@code System.getLogger(String)}. With
 * {@code -Dsanswitch.log=true} they keep the JDK's loggers, and all levels.
 */
final class LoggerWeaver implements WeavingHook {

  private static final String FULL = "sanswitch.log";
  private static final String METHOD = "getLogger";

  private static final ClassDesc LATE_LOGGER = ClassDesc.of(LateLogger.class.getName());

  private LoggerWeaver() {}

  static void install(BundleContext context) {
    if (!Boolean.getBoolean(FULL)) {
      context.registerService(WeavingHook.class, new LoggerWeaver(), null);
    }
  }

  @Override
  public void weave(WovenClass woven) {
    byte[] bytes = woven.getBytes();
    if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(METHOD)) {
      return;
    }
    ClassFile format = ClassFile.of();
    woven.setBytes(format.transformClass(format.parse(bytes),
        ClassTransform.transformingMethodBodies(LoggerWeaver::replace)));
    woven.getDynamicImports().add(LateLogger.class.getPackageName());
  }

  private static void replace(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call && call.name().equalsString(METHOD)
        && call.owner().asInternalName().equals("java/lang/System")
        && call.typeSymbol().parameterCount() == 1) {
      code.invokestatic(LATE_LOGGER, METHOD, call.typeSymbol());
    } else {
      code.with(element);
    }
  }
}
