// limit: the least that the work on a heap dump costs. Hand-written, single-threaded C over a mapped
// go1.7 dump (little-endian, 64-bit, Go before 1.22), with none of a tool's duties: no checks, no
// names, no index. It reads the records, resolves every pointer, walks the heap, and computes
// immediate dominators (Semi-NCA) and retained sizes of all live objects. It prints the seconds that
// each phase took and the live totals, as JSON. Don't run it on a file that you don't trust.
//
//	limit DUMP
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

static const uint8_t *p;
static inline uint64_t uv(void) {
  uint64_t r = 0; unsigned s = 0;
  for (;;) { uint8_t x = *p++; if (x < 0x80) return r | (uint64_t)x << s; r |= (uint64_t)(x & 0x7f) << s; s += 7; }
}
static inline void skip(void) { uint64_t n = uv(); p += n; }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }

#define PAGE 13
typedef struct { uint64_t base; uint32_t size, first, slots; uint64_t magic; } span_t;
static span_t *spans; static uint32_t nspans;
static uint32_t *pages; static uint64_t lo = ~0ull, hi = 0;   // page -> span + 1

static uint64_t *ptrs; static uint64_t nptrs;                  // raw pointers, object by object
static uint64_t *roots; static uint64_t nroots;
static uint32_t *count;                                        // pointers of each record
static uint64_t *addr; static uint32_t *size; static uint32_t nobj;

static inline int64_t slot(uint64_t a) {
  if (a < lo || a >= hi) return -1;
  uint32_t s = pages[(a - lo) >> PAGE];
  if (!s) return -1;
  span_t *x = &spans[s - 1];
  uint64_t d = a - x->base;
  uint64_t k = (uint64_t)(((unsigned __int128)d * x->magic) >> 64);
  return k < x->slots ? (int64_t)(x->first + k) : -1;
}
static void root(uint64_t a) { if (a) roots[nroots++] = a; }
static void segment(void) {   // contents and fields: every pointer is a root
  uint64_t n = uv(); const uint8_t *c = p; p += n;
  while (uv()) { uint64_t o = uv(); uint64_t v; if (o + 8 <= n) { memcpy(&v, c + o, 8); root(v); } }
}
int main(int argc, char **argv) {
  double t0 = now();
  int fd = open(argv[1], O_RDONLY); struct stat st; fstat(fd, &st);
  const uint8_t *f = mmap(0, st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  uint64_t cap = st.st_size / 24;
  addr = malloc(cap * 8); size = malloc(cap * 4); count = malloc(cap * 4);
  ptrs = malloc(st.st_size); roots = malloc(1 << 26);
  p = f + 16;
  uint64_t live = 0;
  for (;;) {
    uint64_t tag = uv();
    if (!tag) break;
    switch (tag) {
    case 1: {
      uint64_t a = uv(), n = uv(); const uint8_t *c = p; p += n;
      uint64_t start = nptrs;
      while (*p++) { uint64_t o = uv(), v; memcpy(&v, c + o, 8); if (v) ptrs[nptrs++] = v; }
      addr[nobj] = a; size[nobj] = n; count[nobj++] = nptrs - start; break; }
    case 2: skip(); root(uv()); break;
    case 3: uv(); uv(); skip(); uv(); break;
    case 4: { for (int i = 0; i < 7; i++) uv(); uv(); skip(); uint64_t ctx = uv(); root(ctx); uv(); uint64_t d = uv(), q = uv(); root(d); root(q); break; }
    case 5: { uv(); uv(); uv(); uint64_t n = uv(); const uint8_t *c = p; p += n; uv(); uv(); uv(); skip();
      while (uv()) { uint64_t o = uv(), v; if (o + 8 <= n) { memcpy(&v, c + o, 8); root(v); } } break; }
    case 6: uv(); uv(); uv(); uv(); skip(); skip(); uv(); break;
    case 7: case 11: { uv(); root(uv()); uv(); uv(); uv(); break; }
    case 8: uv(); uv(); break;
    case 9: uv(); uv(); uv(); break;
    case 10: for (int i = 0; i < 24 + 256 + 1; i++) uv(); break;
    case 12: case 13: uv(); segment(); break;
    case 14: { root(uv()); uv(); uv(); uv(); root(uv()); uv(); root(uv()); break; }
    case 15: { uv(); uv(); uv(); root(uv()); uv(); uv(); break; }
    case 16: { uv(); uv(); uint64_t n = uv(); while (n--) { skip(); skip(); uv(); } uv(); uv(); break; }
    case 17: uv(); uv(); break;
    default: fprintf(stderr, "tag %lu at %ld\n", tag, (long)(p - f)); return 1;
    }
  }
  double t1 = now();
  // spans: the dump walks span by span, so a run of one size on following addresses
  for (uint32_t i = 0; i < nobj; i++) { if (addr[i] < lo) lo = addr[i]; if (addr[i] + size[i] > hi) hi = addr[i] + size[i]; }
  lo &= ~((1ull << PAGE) - 1);
  pages = calloc((hi - lo >> PAGE) + 2, 4);
  spans = malloc(((hi - lo >> PAGE) + 2) * sizeof *spans);
  uint32_t nslot = 0;
  uint32_t *id = malloc(nobj * 4ul);
  for (uint32_t i = 0; i < nobj;) {
    // a page whose span begins here; slots of up to one page share it page by page, or go on
    uint64_t base = addr[i] & ~((1ull << PAGE) - 1); uint32_t s = size[i];
    // the span's start: slots lie at multiples of s from it; pages before may be without objects
    while ((addr[i] - base) % s) base -= 1ull << PAGE;
    uint32_t j = i; uint64_t end = base;
    while (j < nobj && size[j] == s && addr[j] >= base && (addr[j] - base) % s == 0 && (j == i || addr[j] > addr[j - 1]) &&
           (j == i || addr[j] - addr[j - 1] < 65536 + s)) { end = addr[j] + s; j++; }
    span_t *x = &spans[nspans++];
    x->base = base; x->size = s; x->first = nslot; x->slots = (end - base) / s; x->magic = (~0ull) / s + 1;
    for (uint64_t q = base >> PAGE; q <= (end - 1) >> PAGE; q++) if (!pages[q - (lo >> PAGE)]) pages[q - (lo >> PAGE)] = nspans;
    for (uint32_t k = i; k < j; k++) id[k] = nslot + (addr[k] - base) / s;
    nslot += x->slots; i = j;
  }
  uint32_t N = nslot;
  uint32_t *sz = calloc(N + 1, 4);
  for (uint32_t k = 0; k < nobj; k++) sz[id[k]] = size[k];
  // edges: rows by slot
  uint64_t *row = calloc(N + 2ul, 8);
  uint32_t *edge = malloc((nptrs + 1) * 4);
  uint64_t at = 0, e = 0;
  // the dump's order is not the slots' order when spans are out of order; ids rise with the file here, as slots are given in file order
  uint32_t prev = 0;
  for (uint32_t k = 0; k < nobj; k++) {
    while (prev <= id[k]) row[prev++] = e;
    for (uint32_t c = 0; c < count[k]; c++) { int64_t t = slot(ptrs[at++]); if (t >= 0 && sz[t]) edge[e++] = (uint32_t)t; }
  }
  while (prev <= N + 1) row[prev++] = e;
  double t2 = now();
  free(ptrs); free(addr); free(count);
  // depth-first numbers from one virtual root
  uint32_t *pre = calloc(N, 4), *vert = malloc((N + 2ul) * 4), *par = malloc((N + 2ul) * 4);
  uint32_t *sv = malloc((N + 1ul) * 4); uint64_t *sp = malloc((N + 1ul) * 8);
  uint32_t n = 1; vert[1] = ~0u; par[1] = 0;
  for (uint64_t r = 0; r < nroots; r++) {
    int64_t t = slot(roots[r]);
    if (t < 0 || !sz[t] || pre[t]) continue;
    pre[t] = ++n; vert[n] = t; par[n] = 1;
    uint32_t d = 0; sv[0] = t; sp[0] = row[t];
    for (;;) {
      uint32_t v = sv[d];
      if (sp[d] == row[v + 1]) { if (!d--) break; continue; }
      uint32_t w = edge[sp[d]++];
      if (!pre[w]) { pre[w] = ++n; vert[n] = w; par[n] = pre[v]; sv[++d] = w; sp[d] = row[w]; }
    }
  }
  double t3 = now();
  // predecessors in preorder numbers
  uint64_t *in = calloc(n + 2ul, 8);
  for (uint32_t i = 2; i <= n; i++) { uint32_t v = vert[i]; for (uint64_t q = row[v]; q < row[v + 1]; q++) in[pre[edge[q]] + 1]++; }
  for (uint32_t i = 1; i <= n + 1; i++) in[i] += in[i - 1];
  uint32_t *pred = malloc((e + 1) * 4);
  { uint64_t *w = malloc((n + 2ul) * 8); memcpy(w, in, (n + 2ul) * 8);
    for (uint32_t i = 2; i <= n; i++) { uint32_t v = vert[i]; for (uint64_t q = row[v]; q < row[v + 1]; q++) pred[w[pre[edge[q]]]++] = i; }
    free(w); }
  uint8_t *isroot = calloc(n + 1, 1);
  for (uint64_t r = 0; r < nroots; r++) { int64_t t = slot(roots[r]); if (t >= 0 && sz[t]) isroot[pre[t]] = 1; }
  uint32_t *semi = malloc((n + 1ul) * 4), *label = malloc((n + 1ul) * 4), *anc = calloc(n + 1ul, 4), *idom = malloc((n + 1ul) * 4);
  for (uint32_t i = 1; i <= n; i++) { semi[i] = i; label[i] = i; anc[i] = 0; }
  uint32_t *stk = sv;
  for (uint32_t i = n; i >= 2; i--) {
    uint32_t s = isroot[i] ? 1 : par[i];
    for (uint64_t q = in[i]; q < in[i + 1]; q++) {
      uint32_t v = pred[q], u;
      if (v <= i) u = v; else {
        // path compression without a stack of calls
        uint32_t d = 0, x = v;
        while (anc[x] && anc[anc[x]]) { stk[d++] = x; x = anc[x]; }
        while (d) { uint32_t y = stk[--d]; uint32_t a = anc[y]; if (semi[label[a]] < semi[label[y]]) label[y] = label[a]; anc[y] = anc[a]; }
        u = semi[label[v]];
      }
      if (u < s) s = u;
    }
    semi[i] = s; idom[i] = par[i]; anc[i] = par[i];
  }
  for (uint32_t i = 2; i <= n; i++) { uint32_t x = idom[i]; while (x > semi[i]) x = idom[x]; idom[i] = x; }
  uint64_t *ret = calloc(n + 1ul, 8);
  for (uint32_t i = 2; i <= n; i++) ret[i] = sz[vert[i]];
  for (uint32_t i = n; i >= 2; i--) ret[idom[i]] += ret[i];
  double t4 = now();
  uint64_t best = 0; for (uint32_t i = 2; i <= n; i++) { live++; if (ret[i] > best) best = ret[i]; }
  printf("{\"objects\": %u, \"edges\": %lu, \"live\": %lu, \"live_bytes\": %lu, \"top_retained\": %lu, \"read\": %.3f, \"edges_s\": %.3f, \"search\": %.3f, \"dominators\": %.3f, \"all\": %.3f}\n",
         nobj, e, live, ret[1], best, t1 - t0, t2 - t1, t3 - t2, t4 - t3, t4 - t0);
}
