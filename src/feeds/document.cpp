// SPDX-License-Identifier: Apache-2.0
#include "feeds/document.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "feeds/alpine_secdb.hpp"
#include "feeds/debian_tracker.hpp"
#include "feeds/feed_sink.hpp"
#include "feeds/json_pieces.hpp"
#include "feeds/osv.hpp"
#include "portside/api/error.hpp"

namespace portside::feeds {
namespace {

using Kind = JsonValue::Kind;
using Path = std::vector<std::string>;

/// Learns from the first pieces what the document is.
class DocumentReader final : public PieceHandler {
 public:
  DocumentReader(Millis modified_at, FeedSink& sink) : modified_at_(modified_at), sink_(sink) {}

  bool opens(Kind kind, const Path& path) override {
    if (path.empty()) return open_document(kind);
    if (shape_ == Shape::kListed || path.size() > 1) return false;
    if (kind == Kind::kList && path[0] == "vulns") {
      shape_ = Shape::kWrapped;
      return true;
    }
    // The one object in an OSV record.
    const bool is_record = kind != Kind::kObject || path[0] == "database_specific";
    if (shape_ == Shape::kOpen) shape_ = is_record ? Shape::kWhole : Shape::kTracker;
    return shape_ == Shape::kTracker && kind == Kind::kObject;
  }

  bool piece(const Path& path, JsonValue&& piece) override {
    if (shape_ == Shape::kOpen) shape_ = Shape::kWhole;
    switch (shape_) {
      case Shape::kWhole:
        document_.kind = Kind::kObject;
        document_.items.push_back(std::move(piece));
        return true;
      case Shape::kListed: read_record(piece); break;
      case Shape::kWrapped:
        if (path.size() == 1) read_record(piece);
        break;
      case Shape::kTracker: read_issue(path, piece); break;
      case Shape::kOpen:
      case Shape::kForeign: break;
    }
    return false;
  }

  Format finish() {
    if (shape_ == Shape::kWhole && is_osv_record(document_)) {
      read_record(document_);
    } else if (shape_ == Shape::kWhole && is_alpine_secdb(document_)) {
      read_alpine_secdb(document_, modified_at_, sink_);
      found_ = Format::kAlpineSecdb;
    } else if (shape_ == Shape::kWrapped) {
      found_ = Format::kOsv;  // also an empty list
    }
    return found_;
  }

 private:
  enum class Shape : std::uint8_t {
    kOpen,     ///< nothing is known yet
    kWhole,    ///< an object that is read as a whole
    kListed,   ///< a list of records
    kWrapped,  ///< an object with a list of records
    kTracker,
    kForeign,  ///< nothing that we know
  };

  bool open_document(Kind kind) {
    shape_ = kind == Kind::kList ? Shape::kListed : Shape::kOpen;
    return true;
  }

  /// What does not look like the format at the first piece is another one, later it is damaged.
  bool check(bool fits, Format format, const char* expected) {
    if (!fits && found_ != Format::kUnknown) {
      throw AdapterError(ErrorCode::kMalformedData,
                         "item " + std::to_string(items_ + 1) + " is no " + expected);
    }
    if (!fits) {
      shape_ = Shape::kForeign;
      return false;
    }
    found_ = format;
    ++items_;
    return true;
  }

  void read_record(const JsonValue& record) {
    if (check(is_osv_record(record), Format::kOsv, "OSV record")) read_osv(record, sink_);
  }

  void read_issue(const Path& path, const JsonValue& issue) {
    const bool fits = path.size() == 1 && is_debian_issue(issue);
    if (check(fits, Format::kDebianTracker, "issue of Debian's tracker")) {
      read_debian_issue(path[0], issue, modified_at_, sink_);
    }
  }

  const Millis modified_at_;
  FeedSink& sink_;
  Shape shape_ = Shape::kOpen;
  Format found_ = Format::kUnknown;
  std::size_t items_ = 0;
  JsonValue document_;
};

}  // namespace

Format read_document(std::istream& document, Millis modified_at, FeedSink& sink) {
  DocumentReader reader(modified_at, sink);
  cut_json(document, reader);
  return reader.finish();
}

}  // namespace portside::feeds
