package org.sanswitch.rules.mutation;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.rules.mutation.Mutation.Kind;

/** Makes the byte code of a mutated class. Used once. */
final class Rewriter {

  private final Mutation mutation;
  private final @Nullable StaticMethod replacement;
  private int changes;

  /**
   * Makes a rewriter.
   *
   * @param replacement what the mutation calls instead, or null if it drops something
   */
  Rewriter(Mutation mutation, @Nullable StaticMethod replacement) {
    this.mutation = mutation;
    this.replacement = replacement;
  }

  /**
   * Makes the change.
   *
   * @param original the class as it was compiled
   * @param loader finds the classes that it names
   * @return the mutated class
   * @throws MutantException if nothing fits, or what comes out is no valid class
   */
  byte[] rewrite(byte[] original, ClassLoader loader) {
    ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption
      .of(ClassHierarchyResolver.ofResourceParsing(loader).cached()));
    ClassModel model = classFile.parse(original);
    byte[] mutated;
    try {
      mutated = classFile.transformClass(model, this::element);
    } catch (IllegalArgumentException e) {
      throw new MutantException(mutation + ": no valid class comes out: " + e.getMessage(), e);
    }
    if (changes == 0) {
      throw new MutantException(mutation + ": nothing there fits");
    }
    List<VerifyError> errors = classFile.verify(mutated);
    if (!errors.isEmpty()) {
      throw new MutantException(mutation + ": no valid class comes out: "
          + errors.get(0).getMessage(), errors.get(0));
    }
    return mutated;
  }

  private void element(ClassBuilder builder, ClassElement element) {
    if (!(element instanceof MethodModel method) || method.code().isEmpty()
        || !mutation.changes(method.methodName().stringValue())) {
      builder.with(element);
    } else if (mutation.kind() != Kind.BODY) {
      builder.transformMethod(method, (in, part) -> {
        if (part instanceof CodeModel code) {
          in.transformCode(code, this::instruction);
        } else {
          in.with(part);
        }
      });
    } else if (method.methodName().equalsString(String.valueOf(mutation.method()))) {
      builder.withMethodBody(method.methodName(), method.methodType(),
          method.flags().flagsMask(), code -> body(code, method));
    } else {
      builder.with(element);
    }
  }

  private void instruction(CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call when mutation.kind() == Kind.CALL
          && mutation.replaces(call.owner().asInternalName(), call.name().stringValue()) -> {
        if (call.name().equalsString(ConstantDescs.INIT_NAME)) {
          throw new MutantException(mutation + ": a constructor cannot be replaced");
        }
        MethodTypeDesc type = call.typeSymbol();
        replace(code, operands(call.opcode() != Opcode.INVOKESTATIC, call.owner().asSymbol(),
            type.parameterList()), type.returnType());
      }
      case FieldInstruction field when isReplaced(field) -> replace(code,
          operands(field.opcode() == Opcode.GETFIELD, field.owner().asSymbol(), List.of()),
          field.typeSymbol());
      default -> code.with(element);
    }
  }

  private boolean isReplaced(FieldInstruction field) {
    boolean reads = field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC;
    return reads && mutation.kind() == Kind.READ
        && mutation.replaces(field.owner().asInternalName(), field.name().stringValue());
  }

  private static List<ClassDesc> operands(boolean hasReceiver, ClassDesc owner,
      List<ClassDesc> others) {
    List<ClassDesc> operands = new ArrayList<>(others);
    if (hasReceiver) {
      operands.add(0, owner);
    }
    return operands;
  }

  private void replace(CodeBuilder code, List<ClassDesc> operands, ClassDesc result) {
    changes++;
    StaticMethod called = replacement;
    int taken = called == null ? 0 : called.taken(operands, result, mutation);
    for (ClassDesc unused : operands.subList(taken, operands.size()).reversed()) {
      StaticMethod.pop(code, unused);
    }
    if (called == null) {
      StaticMethod.pushZero(code, result);
    } else {
      called.call(code, result);
    }
  }

  private void body(CodeBuilder code, MethodModel method) {
    MethodTypeDesc type = method.methodTypeSymbol();
    boolean isStatic = (method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0;
    List<ClassDesc> operands = operands(!isStatic,
        method.parent().orElseThrow().thisClass().asSymbol(), type.parameterList());
    int slot = 0;
    for (ClassDesc operand : operands) {
      TypeKind kind = TypeKind.from(operand);
      code.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
    replace(code, operands, type.returnType());
    code.return_(TypeKind.from(type.returnType()));
  }
}
