// SPDX-License-Identifier: Apache-2.0
#include "feeds/read_sources.hpp"

#include <string_view>

#include "feeds/document.hpp"
#include "feeds/entry_stream.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/files_below.hpp"
#include "feeds/open_file.hpp"
#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

constexpr const char* kExpected =
    "expected OSV records, Alpine's secdb or an export of Debian's security tracker, as JSON, "
    "packed, or in an archive";

/// Whether a part of the path begins with a dot, as files_below() passes them over.
bool is_hidden(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.starts_with('.') && part != "." && part != "..") return true;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return false;
}

class SourceReader {
 public:
  SourceReader(FeedSink& sink, const ContainerLimits& limits) : sink_(sink), limits_(limits) {}

  void read_named(const std::string& path) {
    const std::size_t before = summary_.documents;
    if (is_folder(path)) {
      std::vector<std::string> links;
      for (const std::string& file : files_below(path, &links)) read_file(file);
      for (const std::string& link : links) {
        sink_.passed_over("are links to something else than a file", link);
      }
    } else {
      read_file(path);
    }
    if (summary_.documents > before) return;
    throw AdapterError(ErrorCode::kNotFound, path + ": holds no advisories; " + kExpected);
  }

  ReadSummary summary() const noexcept { return summary_; }

 private:
  void read_file(const std::string& path) {
    const OpenFile file(path);
    std::string name = path;
    try {
      ArchiveReader reader(file.fd(), Containers::kFeeds, limits_);
      bool is_empty = true;
      while (const auto entry = reader.next()) {
        is_empty = false;
        if (!entry->is_file) continue;
        name = entry->path.empty() ? path : path + ": " + entry->path;
        const Millis time = entry->modified_at > 0 ? entry->modified_at : file.modified_at();
        if (!is_hidden(entry->path)) read_entry(reader, name, time);
      }
      if (is_empty) sink_.passed_over("are empty", path);
    } catch (const AdapterError& error) {
      throw AdapterError(error.code, name + ": " + error.message, error.detail);
    }
  }

  void read_entry(ArchiveReader& reader, const std::string& name, Millis time) {
    EntryStream stream(reader);
    if (!stream.begins_like_records()) return sink_.passed_over("are no JSON", name);
    try {
      if (read_document(stream, time, sink_) == Format::kUnknown) {
        sink_.passed_over("are JSON, but no advisories that can be read", name);
      } else {
        ++summary_.documents;
      }
    } catch (const AdapterError&) {
      stream.rethrow_failure();  // where it was cut off is not where it is damaged
      throw;
    }
    stream.rethrow_failure();
  }

  FeedSink& sink_;
  const ContainerLimits& limits_;
  ReadSummary summary_;
};

}  // namespace

ReadSummary read_sources(const std::vector<std::string>& paths, FeedSink& sink,
                         const ContainerLimits& limits) {
  SourceReader reader(sink, limits);
  for (const std::string& path : paths) reader.read_named(path);
  return reader.summary();
}

}  // namespace portside::feeds
