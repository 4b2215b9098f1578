package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Lists and maps of the page: how they scroll, and how keys walk through them. */
class ViewerListTest extends ShownWaste {
  /** Only the rows in view are in the page. */
  @Test
  void a_long_list_of_objects_is_scrolled_through() throws IOException {
    JsonNode objects = json("objects").get("objects");
    int last = objects.size() - 1;
    page.view("objects");
    assertThat(page.text(".pages")).contains(Amounts.count(objects.size()));
    assertThat(column("Objects", 0).size()).isLessThan(150);
    page.script("document.querySelector('.scroller').scrollTop = 1e9");
    String address = objects.get(last).get("address").asText();
    page.await("the last row", () -> column("Objects", 0).contains(address));
    page.await("the row in the URL", () -> page.url().contains("offset="));
    page.focus("tbody tr[data-href='#/object/" + address + "']");
    page.keys(Keys.ENTER);
    assertThat(page.url()).endsWith("#/object/" + address);
    page.back();
    assertThat(column("Objects", 0)).endsWith(address);
  }

  @Test
  void the_map_of_spans_says_what_is_in_a_square() throws IOException {
    JsonNode first = json("spans", "--by", "range", "--top", "2400").at("/rows/0");
    page.view("spans");
    page.focus(".map canvas");
    page.keys(Keys.ARROW_RIGHT);
    assertThat(page.text(".details"))
        .startsWith(first.get("address").asText())
        .contains("1 span of " + bytes(first, "span_bytes"), bytes(first, "free_bytes") + " free");
  }

  @Test
  void arrow_keys_walk_through_a_table_and_enter_opens_a_row() {
    page.view("objects");
    page.focus("tbody tr");
    page.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP);
    String address = column("Objects", 0).get(1);
    page.keys(Keys.ENTER);
    assertThat(page.url()).endsWith("#/object/" + address);
  }

  /** The link to skip the menu, the name of the page and the search come before the menu. */
  private static final int TABS_TO_MENU = 3;

  @Test
  void keys_alone_lead_to_every_view_and_from_each_to_the_search() {
    page.view("overview");
    List<String> views = page.texts(".menu a");
    for (int view = 0; view < views.size(); view++) {
      page.focus(".skip");
      page.keys(Keys.TAB.toString().repeat(TABS_TO_MENU + view), Keys.ENTER);
      List<String> only = List.of(views.get(view));
      page.await("view " + only, () -> page.texts(".menu a[aria-current]").equals(only));
      page.settle();
      assertThat(page.script(UNREACHABLE)).as(views.get(view)).isEqualTo(0L);
      page.keys("/");
      assertThat(page.script("return document.activeElement.type")).isEqualTo("search");
      page.keys(Keys.ESCAPE);
    }
  }

  /** How many controls have no place in the order of the tab key. */
  private static final String UNREACHABLE =
      """
      const controls = document.querySelectorAll("main a[href], main button, main input, main summary, main canvas");
      return [...controls].filter(one => one.tabIndex < 0).length;
      """;
}
