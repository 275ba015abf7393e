package org.sanswitch.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How all plots look: both axes logarithmic, a colour and a mark for each variant. */
final class PlotStyle {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;
  private static final float LINE = 2;
  private static final float[] DASHES = {6, 5};
  private static final int MARK = 8;
  private static final Color GRID = new Color(0xE4E4E4);

  /**
   * How a variant looks. The colours are those of Okabe and Ito: people with any kind of sight tell
   * them apart.
   */
  private record Look(Color colour, Marker mark) {

    static Look of(Variant variant) {
      return switch (variant) {
        case JDK_TCP -> new Look(new Color(0x0072B2), SeriesMarkers.CIRCLE);
        case JDK_TCP_SPIN -> new Look(new Color(0x999999), SeriesMarkers.DIAMOND);
        case JDK_UDS -> new Look(new Color(0xE69F00), SeriesMarkers.SQUARE);
        case SWITCH_TCP -> new Look(new Color(0x56B4E9), SeriesMarkers.TRIANGLE_UP);
        case SWITCH_EMU -> new Look(new Color(0xD55E00), SeriesMarkers.TRIANGLE_DOWN);
        case SWITCH_VERBS -> new Look(new Color(0xF0E442), SeriesMarkers.OVAL);
        case AERON_IPC -> new Look(new Color(0x009E73), SeriesMarkers.CROSS);
        case AGRONA_RING -> new Look(new Color(0xCC79A7), SeriesMarkers.PLUS);
        case NETTY_EPOLL -> new Look(new Color(0x000000), SeriesMarkers.RECTANGLE);
      };
    }
  }

  private final XYChart chart;

  PlotStyle(String title, String unit) {
    chart = new XYChartBuilder().width(WIDTH)
      .height(HEIGHT)
      .title(title)
      .xAxisTitle("bytes of a message")
      .yAxisTitle(unit)
      .build();
    chart.getStyler()
      .setXAxisLogarithmic(true)
      .setYAxisLogarithmic(true)
      .setXAxisTickLabelsFormattingFunction(PlotStyle::label)
      .setYAxisTickLabelsFormattingFunction(PlotStyle::label)
      .setPlotGridLinesColor(GRID)
      // Dashes would be an outline of their own each, and most of the file.
      .setPlotGridLinesStroke(new BasicStroke(1))
      .setLocale(Locale.ROOT)
      .setLegendPosition(LegendPosition.OutsideE)
      .setChartBackgroundColor(Color.WHITE)
      .setMarkerSize(MARK);
  }

  private static String label(double value) {
    return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
  }

  /**
   * Adds a line.
   *
   * @param what stands behind the name of the variant
   * @param dashed for what is a second figure of the same variant
   */
  void line(Variant variant, String what, boolean dashed, double[] sizes, double[] values) {
    String name = variant + (variant.reference() ? "* " : " ") + what;
    XYSeries series = chart.addSeries(name.strip(), sizes, values);
    series.setLineColor(colour(variant));
    series.setMarkerColor(colour(variant));
    series.setMarker(Look.of(variant).mark());
    series.setLineStyle(dashed
        ? new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
        : new BasicStroke(LINE));
  }

  static Color colour(Variant variant) {
    return Look.of(variant).colour();
  }

  XYChart chart() {
    return chart;
  }
}
