package dev.godump.types.layout;

import dev.godump.binary.runtime.ReleaseRow;
import java.util.List;

/**
 * Offsets in a channel's header (runtime/chan.go hchan, Go 1.9 to 1.27), in bytes: a row for each
 * release that changed one. Go 1.23 added {@code timer} before {@code elemtype}, Go 1.25 {@code
 * bubble} after {@code sendq}. {@code qcount} is the first field. Immutable.
 *
 * @param since minor version of the first release with these offsets
 * @param dataqsiz capacity of the buffer
 * @param buf address of the buffer
 * @param elemsize bytes of an element (2 bytes)
 * @param closed 1 if the channel is closed, else 0 (4 bytes)
 * @param elemtype address of the element type's descriptor
 * @param sendx index in the buffer of the next element to send
 * @param recvx index in the buffer of the next element to receive
 * @param recvq first and last sudog of the receivers that wait
 * @param sendq first and last sudog of the senders that wait
 * @param size bytes of the header
 */
public record ChannelOffsets(
    int since,
    int dataqsiz,
    int buf,
    int elemsize,
    int closed,
    int elemtype,
    int sendx,
    int recvx,
    int recvq,
    int sendq,
    int size)
    implements ReleaseRow {

  public static final int QCOUNT = 0;

  private static final List<ChannelOffsets> ROWS_64 =
      List.of(
          new ChannelOffsets(9, 8, 16, 24, 28, 32, 40, 48, 56, 72, 96),
          new ChannelOffsets(23, 8, 16, 24, 28, 40, 48, 56, 64, 80, 104),
          new ChannelOffsets(25, 8, 16, 24, 28, 40, 48, 56, 64, 80, 112));

  private static final List<ChannelOffsets> ROWS_32 =
      List.of(
          new ChannelOffsets(9, 4, 8, 12, 16, 20, 24, 28, 32, 40, 52),
          new ChannelOffsets(23, 4, 8, 12, 16, 24, 28, 32, 36, 44, 56),
          new ChannelOffsets(25, 4, 8, 12, 16, 24, 28, 32, 36, 44, 60));

  /**
   * The offsets of a release.
   *
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public static ChannelOffsets of(int word, int minor) {
    return ReleaseRow.of(word == 8 ? ROWS_64 : ROWS_32, minor);
  }
}
