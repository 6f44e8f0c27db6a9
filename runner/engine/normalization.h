// Unicode's normal forms (UAX 15) and the mapping of domain names (UTS 46). Runs in sealed runners; reads a
// hostile script's text. Knows nothing of Duktape.
#ifndef ISOBOX_RUNNER_ENGINE_NORMALIZATION_H
#define ISOBOX_RUNNER_ENGINE_NORMALIZATION_H

#include <cstdint>
#include <functional>
#include <vector>

namespace isobox::runner {

enum class NormalForm : std::uint8_t { Nfc = 0, Nfd = 1, Nfkc = 2, Nfkd = 3 };

/// Takes characters one by one and gives them on in a normal form, starter by starter.
class Normalizer {
 public:
  /// Canonical_Combining_Class.
  static std::uint32_t classOf(std::uint32_t character);
  /// More combining characters behind each other than this are no text: they are given on as they come.
  static constexpr std::size_t kLongestRow = 4096;

  explicit Normalizer(NormalForm form) : form_(form) { row_.reserve(64); }

  /// Lone surrogates are characters like others.
  template <class Sink>
  void take(std::uint32_t character, Sink&& sink) {
    decompose(character);
    for (const std::uint32_t each : decomposed_) {
      if (classOf(each) == 0 || row_.size() >= kLongestRow)
        startRow(each, sink);
      else
        row_.push_back(each);
    }
  }
  template <class Sink>
  void end(Sink&& sink) {
    finishRow();
    for (const std::uint32_t each : row_) sink(each);
    row_.clear();
  }

 private:
  bool composes() const { return form_ == NormalForm::Nfc || form_ == NormalForm::Nfkc; }
  void decompose(std::uint32_t character);
  /// Orders the row and puts together what can be.
  void finishRow();
  /// A starter that the row may still take in: the second of a pair of starters.
  bool joinsRow(std::uint32_t starter);

  template <class Sink>
  void startRow(std::uint32_t starter, Sink&& sink) {
    if (composes() && !row_.empty()) {
      finishRow();
      if (joinsRow(starter)) return;
    }
    end(sink);
    row_.push_back(starter);
  }

  NormalForm form_;
  std::vector<std::uint32_t> decomposed_, row_;
};

/// How a letter joins those beside it, Unicode's Joining_Type: 'L', 'R', 'D' (both), 'C', 'T' (not seen) or 'U' (not at all).
char joiningType(std::uint32_t c);

/// Nothing when a character has no place in a domain.
std::vector<std::uint32_t> mapForDomain(const std::vector<std::uint32_t>& characters);

}  // namespace isobox::runner

#endif
