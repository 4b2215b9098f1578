package dev.godump.analysis.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackTrieTest {
  private static final int SEEDS = 500;

  private static String folded(StackTrie trie, String frames) {
    int node = StackTrie.EMPTY;
    for (int i = 0; i < frames.length(); i++) {
      node = trie.child(node, frames.charAt(i));
    }
    return text(trie, node);
  }

  private static String text(StackTrie trie, int node) {
    StringBuilder text = new StringBuilder();
    for (int at = node; at != StackTrie.EMPTY; at = trie.above(at)) {
      text.insert(0, (char) trie.lastFrame(at));
    }
    assertThat(text).hasSize(trie.length(node));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "abc,      abc",
    "aaaa,     a",
    "abbb,     ab",
    "ababab,   ab",
    "ababa,    aba",
    "ababac,   abac",
    "abcabcab, abcab",
    "abcabcd,  abcd",
    "rabababc, rabc",
    "abcbcbcd, abcd"
  })
  void recursion_is_folded(String frames, String expected) {
    assertThat(folded(new StackTrie(), frames)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1",
    "aaaa, 4",
    "abbb, 3",
    "ababab, 3",
    "ababa, 2",
    "ababac, 1",
    "abbbcc, 2",
    "aab, 1"
  })
  void the_number_of_recursions_is_known(String frames, int expected) {
    StackTrie trie = new StackTrie();
    int node = StackTrie.EMPTY;
    int times = 1;
    for (int i = 0; i < frames.length(); i++) {
      int child = trie.child(node, frames.charAt(i));
      times = trie.recursion(node, child, times);
      node = child;
    }
    assertThat(times).isEqualTo(expected);
  }

  @Test
  void ten_million_equal_frames_are_one() {
    StackTrie trie = new StackTrie();
    int node = trie.child(StackTrie.EMPTY, 1);
    for (int i = 0; i < 10_000_000; i++) {
      node = trie.child(node, 2 + i % 3);
    }
    assertThat(trie.count()).isLessThan(10);
  }

  @Test
  void folding_keeps_the_set_of_frames_the_last_frame_and_adjacency() {
    Seeds.forEach(SEEDS, this::checkFolded);
  }

  private void checkFolded(long seed) {
    Random random = new Random(seed);
    StringBuilder frames = new StringBuilder();
    StackTrie trie = new StackTrie();
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      frames.append((char) ('a' + random.nextInt(5)));
    }
    String folded = folded(trie, frames.toString());
    assertThat(letters(folded)).isEqualTo(letters(frames.toString()));
    assertThat(folded).endsWith(frames.substring(frames.length() - 1));
    assertThat(pairs(frames.toString())).containsAll(pairs(folded));
    assertThat(folded).hasSizeLessThanOrEqualTo(5 * 6);
  }

  private static Set<Integer> letters(String text) {
    Set<Integer> letters = new HashSet<>();
    text.chars().forEach(letters::add);
    return letters;
  }

  private static Set<String> pairs(String text) {
    Set<String> pairs = new HashSet<>();
    for (int i = 1; i < text.length(); i++) {
      pairs.add(text.substring(i - 1, i + 1));
    }
    return pairs;
  }
}
