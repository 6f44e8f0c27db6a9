// What scripts expect of a host, in the engine: the loop and its end, lazy parts and what programs do to
// their names, and programs that use it against the engine.
#include <array>

#include "runner/engine/collation.h"
#include "runner/engine/entropy.h"
#include "runner/engine/normalization.h"
#include "runner/engine/text_decoding.h"
#include "runner/engine/url.h"
#include "tests/support/engine_runner.h"

namespace isobox::runner {
namespace {

using ipc::Claim;
using HostLibrary = EngineTest;

TEST_F(HostLibrary, EndsWhenNothingIsPending) {
  const Ran ran =
      run("let n = 0; setTimeout(() => n++, 20); const id = setInterval(() => { if (++n === 5) "
          "clearInterval(id); }, 2); "
          "setTimeout(() => console.log(n), 60); 'value'");
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
  EXPECT_EQ(ran.value, "\"value\"");
  EXPECT_GE(ran.took.count(), 60);
}

TEST_F(HostLibrary, ATimerThatNothingWaitsForKeepsNoProgram) {
  const Ran ran =
      run("setTimeout(() => console.log('never'), 10000).unref(); setInterval(() => {}, 10000).unref(); 1");
  EXPECT_EQ(ran.value, "1");
  EXPECT_LT(ran.took.count(), 1000 * kSlowness);
}

TEST_F(HostLibrary, AStreamWhoseReaderHasHadEnoughWaitsForNoTimer) {
  order.task = ipc::Task::Stream;
  const char* program = "setTimeout(() => console.log('timer'), 300); for (let i = 0; i < 3; i++) yield i";
  wanted = 1;
  const Ran stopped = run(program);
  EXPECT_EQ(stopped.claim, Claim::Completed) << stopped.message;
  EXPECT_EQ(stopped.items.size(), 1u);
  EXPECT_TRUE(stopped.lines.empty());
  wanted = SIZE_MAX;
  const Ran whole = run(program);
  EXPECT_EQ(whole.items.size(), 3u);
  EXPECT_EQ(whole.firstLine(), "timer");
}

TEST_F(HostLibrary, TimersForEverEndAtTheWallTime) {
  for (const char* program :
       {"(function again() { setTimeout(again, 0); })()", "setInterval(() => {}, 1)", "setTimeout(() => {}, 1e9)",
        "(function again() { setImmediate(again); })()", "await new Promise((resolve) => setTimeout(resolve, 100000))"}) {
    order.wall = Milliseconds(200);
    const Ran ran = run(program);
    EXPECT_EQ(ran.claim, Claim::WallExpired) << program;
    EXPECT_LT(ran.took.count(), 1000 * kSlowness) << program;
    EXPECT_EQ(valueOf("1"), "1") << "what was pending is gone: " << program;
  }
  // The twin: the same for a while.
  EXPECT_EQ(valueOf("let n = 0; (function again() { if (++n < 20) setTimeout(again, 0); })(); n"), "1");
}

TEST_F(HostLibrary, TakesAHundredThousandTimers) {
  order.heap = 256_MiB;
  const Ran ran = run(
      "let n = 0, early = 0;"
      "function fired(due) { n++; if (performance.now() < due - 1) early++; }"
      "for (let i = 0; i < 100000; i++) { const d = 1 + i % 50; setTimeout(fired, d, performance.now() + d); }"
      "for (let i = 0; i < 100000; i++) clearTimeout(setTimeout(() => { throw 1; }, 5));"
      "await new Promise((resolve) => setTimeout(resolve, 60)); [n, early]");
  EXPECT_EQ(ran.claim, Claim::Completed) << ran.message;
  EXPECT_EQ(ran.value, "[100000,0]");
}

TEST_F(HostLibrary, ARejectionThatNobodyHandlesEndsTheProgram) {
  EXPECT_EQ(run("Promise.reject(new TypeError('x')); setTimeout(() => console.log('never'), 5)").claim,
            Claim::Threw);
  EXPECT_EQ(run("Promise.reject(new TypeError('x')).catch(() => {}); setTimeout(() => {}, 5); 1").claim,
            Claim::Completed);
  const Ran later =
      run("const p = Promise.reject(new RangeError('late')); setTimeout(() => p.catch(() => {}), 5)");
  EXPECT_EQ(later.name, "RangeError");
}

TEST_F(HostLibrary, NothingOfItIsSeenBeforeItIsUsed) {
  EXPECT_EQ(valueOf("var seen = []; for (var name in globalThis) seen.push(name); seen.join()"),
            "\"seen,name\"");
  order.session = true;
  order.task = ipc::Task::GetState;
  EXPECT_EQ(valueOf(""), "{\"skipped\":[],\"state\":{\"seen\":[\"seen\",\"name\"],\"name\":\"name\"}}");
}

TEST_F(HostLibrary, WhatAProgramMakesOfANameStays) {
  EXPECT_EQ(valueOf("var URL = 5; [URL, typeof URLSearchParams, URL]"), "[5,\"function\",5]");
  EXPECT_EQ(valueOf("delete globalThis.EventTarget; [typeof EventTarget, typeof Event]"),
            "[\"undefined\",\"function\"]");
  EXPECT_EQ(valueOf("const read = Object.getOwnPropertyDescriptor(globalThis, 'structuredClone').get; read() "
                    "=== structuredClone"),
            "true");
}

TEST_F(HostLibrary, APartWhoseLoadingWasCutShortIsLoadedAnew) {
  order.session = true;
  EXPECT_EQ(run("function deep(n) { try { return deep(n + 1); } catch (e) { return typeof URL; } }"
                "let kinds; try { kinds = deep(0); } catch (e) { kinds = e.name; } kinds")
                .claim,
            Claim::Completed);
  EXPECT_EQ(valueOf("new URL('http://a/b').pathname"), "\"/b\"");
}

TEST_F(HostLibrary, ATableThatIsLargerThanTheConsoleEndsTheRun) {
  EXPECT_EQ(run("console.table(Array(1e6).fill(1))").claim, Claim::ConsoleTooLong);
  EXPECT_EQ(run("console.table(Array(10).fill(1))").claim, Claim::Completed);
  EXPECT_EQ(run("for (let i = 0; i < 1e6; i++) console.group(); console.log('x'.repeat(100))").claim,
            Claim::Completed);
}

TEST_F(HostLibrary, DeepStructuresAreNoTrapForClones) {
  EXPECT_EQ(valueOf("let d = {}; for (let i = 0; i < 100000; i++) d = { d }; try { structuredClone(d); } "
                    "catch (e) { e.name }"),
            "\"RangeError\"");
  EXPECT_EQ(valueOf("let d = {}; for (let i = 0; i < 100; i++) d = { d }; typeof structuredClone(d)"),
            "\"object\"");
}

TEST_F(HostLibrary, DetachedBytesAreOutOfReach) {
  EXPECT_EQ(valueOf("const b = new ArrayBuffer(8), v = new Uint32Array(b); v[0] = 7;"
                    "const c = structuredClone(b, { transfer: [b] }); v[0] = 1; v[1] = 2;"
                    "[b.byteLength, v[0] === 1, new Uint32Array(c)[0], new Uint8Array(b).length]"),
            "[0,false,7,0]");
}

TEST_F(HostLibrary, EachProcessHasRandomValuesOfItsOwn) {
  Entropy root;
  root.seed({1, 2, 3});
  engine->reseed(root);
  const std::string first = valueOf("crypto.randomUUID()");
  engine->reseed(root);
  EXPECT_NE(valueOf("crypto.randomUUID()"), first);
  EXPECT_NE(valueOf("crypto.randomUUID()"), valueOf("crypto.randomUUID()"));
}

TEST_F(HostLibrary, ALongUrlIsReadInTime) {
  EXPECT_EQ(valueOf("new URL('http://h/' + 'a/../'.repeat(200000)).href"), "\"http://h/\"");
  EXPECT_EQ(valueOf("new URL('http://h/' + 'é'.repeat(300000)).href.length"), "1800009");
  EXPECT_EQ(valueOf("new URLSearchParams('a=1&'.repeat(100000)).size"), "100000");
  EXPECT_EQ(valueOf("try { new URL('http://' + 'ü'.repeat(500000)) } catch (e) { e.code }"),
            "\"ERR_INVALID_URL\"");
  EXPECT_EQ(valueOf("try { new URL('http://h/' + 'a'.repeat(3e6)) } catch (e) { e.code }"),
            "\"ERR_INVALID_URL\"");
}

TEST(Entropy, IsChaCha20) {
  // RFC 8439, 2.3.2.
  Entropy::Key key;
  for (std::uint32_t i = 0; i < 8; ++i) key[i] = 0x03020100 + 0x04040404 * i;
  std::array<unsigned char, 64> block;
  chachaBlock(key, 1, {0x09000000, 0x4a000000, 0}, block);
  const unsigned char begin[] = {0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15},
                      end[] = {0xa2, 0x50, 0x3c, 0x4e};
  EXPECT_TRUE(std::equal(std::begin(begin), std::end(begin), block.begin()));
  EXPECT_TRUE(std::equal(std::begin(end), std::end(end), block.end() - 4));
}

TEST(Entropy, NeverGivesTheSameTwice) {
  Entropy entropy;
  entropy.seed({1, 2, 3});
  std::array<unsigned char, 100> a{}, b{};
  entropy.fill(a);
  entropy.fill(b);
  EXPECT_NE(a, b);
}

std::string normalized(NormalForm form, const std::vector<std::uint32_t>& characters) {
  std::string text;
  Normalizer normalizer(form);
  const auto keep = [&text](std::uint32_t c) { text += (text.empty() ? "" : " ") + std::to_string(c); };
  for (const std::uint32_t c : characters) normalizer.take(c, keep);
  normalizer.end(keep);
  return text;
}

TEST(Normalization, OrdersComposesAndDecomposes) {
  EXPECT_EQ(normalized(NormalForm::Nfc, {'A', 0x30a}), "197");
  EXPECT_EQ(normalized(NormalForm::Nfd, {0x1e69}), "115 803 775");
  EXPECT_EQ(normalized(NormalForm::Nfc, {'s', 0x307, 0x323}), std::to_string(0x1e69));
  EXPECT_EQ(normalized(NormalForm::Nfkc, {0xfb01}), "102 105");
  EXPECT_EQ(normalized(NormalForm::Nfc, {0x1100, 0x1161, 0x11a8}), std::to_string(0xac01));
  EXPECT_EQ(normalized(NormalForm::Nfd, {0xac01}), "4352 4449 4520");
  EXPECT_EQ(normalized(NormalForm::Nfc, {0x340}), std::to_string(0x300));
}

std::string href(std::string_view input, std::optional<std::string_view> base = {}) {
  const auto parsedBase = base ? parseUrl(*base, nullptr) : std::nullopt;
  const auto url = parseUrl(input, parsedBase ? &*parsedBase : nullptr);
  return url ? writeUrl(*url) : "(none)";
}

TEST(Urls, AreReadAsTheStandardSays) {
  EXPECT_EQ(href("HTTP://User:Pa ss@EXAMPLE.com:80/a/./b/../c d?q'#f`"),
            "http://User:Pa%20ss@example.com/a/c%20d?q%27#f%60");
  EXPECT_EQ(href("../x?y", "http://h/a/b/c#f"), "http://h/a/x?y");
  EXPECT_EQ(href("//other/p", "https://h/a"), "https://other/p");
  EXPECT_EQ(href("C|/a", "file:///d/e"), "file:///C:/a");
  EXPECT_EQ(href("http://[::FFFF:1.2.3.4]/"), "http://[::ffff:102:304]/");
  EXPECT_EQ(href("http://0x7f.1/"), "http://127.0.0.1/");
  EXPECT_EQ(href("http://m\u00fcnchen.de"), "http://xn--mnchen-3ya.de/");
  EXPECT_EQ(href("javascript:alert(1)"), "javascript:alert(1)");
  for (const char* bad : {"", "x", "http://", "http://a b/", "http://[::1", "http://h:99999/",
                          "http://256.1.1.1", "http://xn--/", "http://a%00b/"})
    EXPECT_EQ(href(bad), "(none)") << bad;
}

TEST(Urls, KeepTheirPartsWhenTheyAreSet) {
  auto url = *parseUrl("http://h:81/a?b#c", nullptr);
  setUrlPart(url, UrlPart::Port, "80");
  setUrlPart(url, UrlPart::Hash, "");
  setUrlPart(url, UrlPart::Pathname, "x y");
  setUrlPart(url, UrlPart::Protocol, "mailto");
  setUrlPart(url, UrlPart::Host, "bad host");
  EXPECT_EQ(writeUrl(url), "http://h/x%20y?b");
}

TEST(TextDecoding, IsTheSameInAnyParts) {
  const std::string bytes = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xe2\x82z\xff";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    TextBuffer out;
    out.restart(1_KiB);
    PendingBytes pending;
    EXPECT_TRUE(decodeText(out, bytes.substr(0, cut), {.more = true}, pending));
    EXPECT_TRUE(decodeText(out, bytes.substr(cut), {}, pending));
    EXPECT_EQ(out.view(), "a\u00e9\u20ac\U0001f600\ufffdz\ufffd") << cut;
  }
}

TEST(Collation, ComparesLettersThenAccentsThenCase) {
  Collation collation;
  const auto less = [&collation](const char* a, const char* b) { return collation.compare(a, b, {}) < 0; };
  EXPECT_TRUE(less("a", "B"));
  EXPECT_TRUE(less("a", "A"));
  EXPECT_TRUE(less("A", "\u00e1"));
  EXPECT_TRUE(less("\u00e1", "b"));
  EXPECT_TRUE(less("_", "1"));
  EXPECT_TRUE(less("10", "2"));
  EXPECT_GT(collation.compare("10", "2", {.numeric = true}), 0);
  EXPECT_LT(collation.compare("a02", "a10", {.numeric = true}), 0);
  EXPECT_EQ(collation.compare("a", "\u00c1", {.sensitivity = Sensitivity::Base}), 0);
}

TEST(Collation, ReadsLongTextsBitByBitAndPauses) {
  Collation collation;
  const auto times = [](int count, std::string_view text) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
  };
  int pauses = 0;
  const CollationPause pause{[](void* count) { ++*static_cast<int*>(count); }, &pauses};
  const std::string letters = times(100'000, "\u00e9a"), digits = times(300, "1"), zeros = times(20'000, "0");
  EXPECT_LT(collation.compare(letters + "b", letters + "c", {}, pause), 0);
  EXPECT_GT(pauses, 50);
  EXPECT_LT(collation.compare(letters, letters + "a", {}), 0);
  EXPECT_GT(collation.compare(letters + "B", letters + "b", {}), 0) << "case counts when nothing else does";
  EXPECT_LT(collation.compare("e" + letters.substr(2) + "B", letters + "b", {}), 0) << "accents come before case";
  EXPECT_EQ(collation.compare(zeros + "7x", "7x", {.numeric = true}), 0);
  EXPECT_LT(collation.compare("a" + digits + "x", "a" + digits + "y", {.numeric = true}), 0);
  EXPECT_LT(collation.compare("a9b", "a10", {.numeric = true}), 0);
  EXPECT_LT(collation.compare(times(2'000, "a1"), times(1'999, "a1") + "a02", {.numeric = true}), 0) << "numbers behind what was given on";
  EXPECT_LT(collation.compare(times(1'000'000, "\u0301"), "a", {}), 0) << "marks without a letter are nothing";
}

}  // namespace
}  // namespace isobox::runner
