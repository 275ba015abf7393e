package org.sanswitch.tck;

import org.sanswitch.provider.example.ExampleAdapter;

/** The example adapter, whose network is one instance, keeps the rules. */
public final class ExampleCompatibilityTest extends AdapterCompatibility {

  @Override
  public Adapters adapters() {
    ExampleAdapter both = new ExampleAdapter();
    return new Adapters(both, both);
  }

  @Override
  public String onlyOneProcess() {
    return "its network is one instance";
  }
}
