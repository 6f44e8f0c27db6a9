// The files that one engine's programs may load. Runs in sealed runners; all texts are hostile.
#include "runner/engine/module_files.h"

#include "runner/engine/unicode.h"

namespace isobox::runner {

void ProgramFiles::begin(const ipc::RunOrder& order, OutputSink& sink, bool anew) {
  order_ = &order;
  sink_ = &sink;
  indexed_ = false;
  if (anew) packages_.clear();
  for (const auto& [name, text] : order.files) ofOrders_.insert(name);
}

void ProgramFiles::index() {
  if (indexed_) return;
  files_.clear();
  for (const auto& [name, text] : texts_) files_[modulePath(name)] = {name, text, ofOrders_.count(name) == 0};
  files_.try_emplace(modulePath(order_->filename), File{order_->filename, order_->source, false});
  indexed_ = true;
}

const ProgramFiles::File* ProgramFiles::find(std::string_view path) {
  index();
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

std::optional<std::string_view> ProgramFiles::own(std::string_view path) {
  const File* file = find(path);
  return file ? std::optional(file->text) : std::nullopt;
}

bool ProgramFiles::ownFolder(std::string_view path) {
  index();
  if (path == "/") return true;
  const std::string below = std::string(path) + "/";
  const auto next = files_.lower_bound(below);
  return next != files_.end() && next->first.starts_with(below);
}

std::optional<std::string_view> ProgramFiles::package(std::string_view path) {
  auto known = packages_.find(path);
  if (known == packages_.end()) {
    auto text = sink_->readModuleFile(path);
    // No answer is none to be kept.
    if (!text && sink_->interrupted()) return std::nullopt;
    if (text && !isUtf8(*text)) text.reset();
    known = packages_.emplace(path, std::move(text)).first;
  }
  return known->second ? std::optional<std::string_view>(*known->second) : std::nullopt;
}

std::string_view ProgramFiles::nameOf(std::string_view path) {
  const File* file = find(path);
  return file ? file->name : path;
}

bool ProgramFiles::isAdded(std::string_view path) {
  const File* file = find(path);
  return file && file->added;
}

}  // namespace isobox::runner
