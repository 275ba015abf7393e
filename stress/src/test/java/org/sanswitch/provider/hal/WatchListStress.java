package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * {@link WatchList}: an entry that is touched while the tick takes it off is looked at after that, by
 * this tick or the next ones.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "looked at, and off the list")
@Outcome(expect = Expect.FORBIDDEN, desc = "forgotten, or never off the list")
@State
public class WatchListStress {

  private final WatchList list = new WatchList(() -> {});
  private final Entry entry = new Entry();
  private boolean work;

  private final class Entry extends WatchList.Entry {
    private boolean seen;

    @Override
    boolean tick(boolean touched, long now) {
      look();
      return touched;
    }

    @Override
    void left() {
      look();
    }

    private void look() {
      seen |= work;
    }
  }

  public WatchListStress() {
    list.touch(entry);
    list.tick(0);
  }

  @Actor
  public void polls() {
    work = true;
    list.touch(entry);
  }

  @Actor
  public void progress() {
    list.tick(1);
  }

  @Arbiter
  public void later(ZZ_Result r) {
    list.tick(2);
    list.tick(3);
    r.r1 = entry.seen;
    r.r2 = entry.isListed();
  }
}
