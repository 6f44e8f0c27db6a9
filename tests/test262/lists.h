// The two lists that are kept beside this program: features left out, and failures that are expected; each
// line with its reason. Runs in the test262 program.
#ifndef ISOBOX_TESTS_TEST262_LISTS_H
#define ISOBOX_TESTS_TEST262_LISTS_H

#include <filesystem>
#include <map>
#include <string>

namespace isobox::test262 {

/// Lines of the form `name # reason`; empty lines and lines that begin with # are skipped. A name may hold
/// spaces. Throws std::runtime_error for a line without a reason and for a name that is there twice.
std::map<std::string, std::string> loadList(const std::filesystem::path& path);

/// Writes such a list, under the comment lines that the file begins with now. Throws std::runtime_error.
void saveList(const std::filesystem::path& path, const std::map<std::string, std::string>& list);

}  // namespace isobox::test262

#endif
