// SPDX-License-Identifier: Apache-2.0
#include "clair_documents.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace portside::bench {
namespace {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators").
class Dice {
 public:
  std::uint64_t roll() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    return z ^ (z >> 31U);
  }
  std::uint64_t below(std::uint64_t end) { return roll() % end; }
  bool in_a_hundred(std::uint64_t times) { return below(100) < times; }
  /// Skewed as lengths are: half of the numbers are below `median`, some far above.
  std::uint64_t around(double median, double spread, std::uint64_t most) {
    double sum = -6;  // of twelve, as good as a normal distribution
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(roll() >> 11U) * 0x1p-53;
    const double number = median * std::exp(spread * sum);
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(number), 1, most);
  }
  template <typename List>
  auto& of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_ = 2'718'281'828;
};

constexpr std::array<std::string_view, 44> kTextWords = {
    "the",     "a",        "of",       "in",         "allows",  "remote",  "local",   "attackers",
    "to",      "cause",    "denial",   "service",    "via",     "crafted", "request", "certificate",
    "buffer",  "overflow", "integer",  "underflow",  "when",    "parsing", "header",  "memory",
    "read",    "write",    "freed",    "pointer",    "missing", "check",   "before",  "version",
    "through", "affected", "function", "unexpected", "length",  "option",  "archive", "entry",
    "leading", "crash",    "code",     "execution"};
constexpr std::array<std::string_view, 16> kSourceNames = {
    "openssl", "glibc",   "curl",    "systemd", "krb5", "ncurses", "util-linux", "perl",
    "expat",   "libxml2", "sqlite3", "zlib",    "bash", "tar",     "python3.11", "imagemagick"};
constexpr std::array<std::string_view, 10> kWordsOfSeverity = {
    "Negligible", "Negligible", "Low",  "Low",      "Low",
    "Medium",     "Medium",     "High", "Critical", "Unknown"};
constexpr std::array<std::string_view, 4> kInterruptions = {R"( \"quoted\" )", "\\n\\n",
                                                            R"( C:\\x )", " Müller’s "};

class DocumentWriter {
 public:
  explicit DocumentWriter(ByteSink& sink) : sink_(sink) {}
  ~DocumentWriter() { flush(); }
  DocumentWriter(const DocumentWriter&) = delete;
  DocumentWriter& operator=(const DocumentWriter&) = delete;

  template <typename... Texts>
  void add(const Texts&... texts) {
    (buffer_.append(std::string_view(texts)), ...);
    if (buffer_.size() >= kPiece) flush();
  }
  std::uint64_t size() const { return written_ + buffer_.size(); }

 private:
  static constexpr std::size_t kPiece = 64 * 1024;
  void flush() {
    sink_.write(buffer_);
    written_ += buffer_.size();
    buffer_.clear();
  }

  ByteSink& sink_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

std::string hex(Dice& dice, std::size_t digits) {
  std::string out;
  while (out.size() < digits) out += "0123456789abcdef"[dice.below(16)];
  return out;
}

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

std::string description(Dice& dice) {
  const std::size_t length = dice.around(250, 0.85, 2'200);
  std::string out;
  while (out.size() < length) {
    out += dice.of(kTextWords);
    out += ' ';
  }
  const bool is_interrupted = dice.in_a_hundred(25);
  const std::uint64_t times = is_interrupted ? 1 + dice.below(5) : 0;
  for (std::uint64_t i = 0; i < times; ++i) {
    out.insert(out.find(' ', dice.below(out.size() - 1)),
               kInterruptions[dice.below(dice.in_a_hundred(8) ? 4 : 3)]);
  }
  return out;
}

std::string version(Dice& dice) {
  return number(dice.below(10)) + "." + number(dice.below(40)) + "." + number(dice.below(30)) +
         "-" + number(1 + dice.below(9)) + "+deb12u" + number(1 + dice.below(9));
}

std::string score(Dice& dice) {
  return number(1 + dice.below(9)) + "." + number(dice.below(10));
}

std::string cve(std::uint64_t count) {
  return "CVE-" + number(2'010 + count % 15) + "-" + number(1'000 + count);
}

std::string package(Dice& dice, std::uint64_t count) {
  std::string name(dice.of(kSourceNames));
  return count < kSourceNames.size() ? name : name + "-" + number(count);
}

constexpr char kTracker[] = "https://security-tracker.debian.org/tracker/";
constexpr char kDebian12[] =
    R"J("did":"debian","name":"Debian GNU/Linux","version":"12 (bookworm)","version_code_name":)J"
    R"J("bookworm","version_id":"12","arch":"","cpe":"","pretty_name":"Debian 12 (bookworm)")J";
constexpr char kVector3[] = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";

/// Vulnerabilities come again in other packages: their texts do, too.
struct KnownText {
  std::string id;
  std::string description;
};

class Clair2Writer {
 public:
  explicit Clair2Writer(ByteSink& sink) : out_(sink) {
    for (std::string& layer : layers_) layer = hex(dice_, 64);
  }

  void write(std::uint64_t bytes) {
    out_.add(R"({"Layer":{"Name":")", layers_.back(),
             R"(","NamespaceName":"debian:12","ParentName":")", layers_.front(),
             R"(","IndexedByVersion":3,"Features":[)");
    for (std::uint64_t count = 0; out_.size() + 5 < bytes; ++count) feature(count);
    out_.add("]}}\n");
  }

 private:
  void feature(std::uint64_t count) {
    out_.add(count == 0 ? "" : ",", R"({"Name":")", package(dice_, count),
             R"(","NamespaceName":"debian:12","VersionFormat":"dpkg","Version":")", version(dice_),
             "\"");
    if (dice_.in_a_hundred(40)) {
      out_.add(R"(,"Vulnerabilities":[)");
      const std::uint64_t times = dice_.around(3, 0.9, 60);
      for (std::uint64_t i = 0; i < times; ++i) vulnerability(i == 0);
      out_.add("]");
    }
    out_.add(R"(,"AddedBy":")", dice_.of(layers_), R"("})");
  }

  const KnownText& text() {
    KnownText& place = known_[dice_.below(known_.size())];
    if (place.id.empty() || dice_.in_a_hundred(60)) place = {cve(count_++), description(dice_)};
    return place;
  }

  void vulnerability(bool is_first) {
    const KnownText& known = text();
    out_.add(is_first ? "" : ",", R"({"Name":")", known.id,
             R"(","NamespaceName":"debian:12","Description":")", known.description, R"(","Link":")",
             kTracker, known.id, R"(","Severity":")", dice_.of(kWordsOfSeverity),
             R"(","Metadata":{"NVD":{"CVSSv2":{"PublishedDateTime":"2018-10-29T13:29Z","Score":)",
             score(dice_),
             R"(,"Vectors":"AV:N/AC:M/Au:N/C:P/I:N/A:N"},"CVSSv3":{"ExploitabilityScore":)",
             R"(2.2,"ImpactScore":3.6,"Score":)", score(dice_), R"(,"Vectors":")", kVector3,
             R"("}}})");
    if (dice_.in_a_hundred(55)) out_.add(R"(,"FixedBy":")", version(dice_), "\"");
    out_.add("}");
  }

  Dice dice_;
  DocumentWriter out_;
  std::array<std::string, 8> layers_;
  std::array<KnownText, 400> known_;
  std::uint64_t count_ = 0;
};

class Clair4Writer {
 public:
  explicit Clair4Writer(ByteSink& sink) : out_(sink) {
    for (std::string& layer : layers_) layer = "sha256:" + hex(dice_, 64);
  }

  void write(std::uint64_t bytes) {
    constexpr std::uint64_t kBytesOfOne = 1'330;  // with its share of all else
    vulnerabilities_ = std::max<std::uint64_t>(bytes / kBytesOfOne, 4);
    packages_ = vulnerabilities_ / 3 + 4;
    out_.add(R"({"manifest_hash":"sha256:)", hex(dice_, 64), R"(","packages":{)");
    for (std::uint64_t i = 1; i <= packages_; ++i) write_package(i);
    out_.add(R"(},"distributions":{"1":{"id":"1",)", kDebian12,
             R"(}},"repository":{},"environments":{)");
    for (std::uint64_t i = 1; i <= packages_; ++i) {
      out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":[{"package_db":"var/lib/dpkg/status",)",
               R"("introduced_in":")", dice_.of(layers_),
               R"(","distribution_id":"1","repository_ids":null}])");
    }
    out_.add(R"(},"vulnerabilities":{)");
    for (std::uint64_t i = 1; i <= vulnerabilities_; ++i) write_vulnerability(i);
    out_.add(R"(},"package_vulnerabilities":{)");
    write_pairs();
    out_.add(R"(},"enrichments":{"message/vnd.clair.map.vulnerability; enricher=clair.cvss )",
             R"(schema=https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema":[{)");
    for (std::uint64_t i = 1; i <= vulnerabilities_; i += 2) {
      out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":[{"version":"3.1","vectorString":")",
               kVector3, R"(","baseScore":)", score(dice_), R"(,"baseSeverity":"HIGH"}])");
    }
    out_.add("}]}}\n");
  }

 private:
  void write_package(std::uint64_t i) {
    const std::string name = package(dice_, i);
    const std::string of_version = version(dice_);
    out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":{"id":")", number(i), R"(","name":"lib)",
             name, R"(","version":")", of_version, R"(","kind":"binary","source":{"id":")",
             number(i + 1'000'000), R"(","name":")", name, R"(","version":")", of_version,
             R"(","kind":"source","normalized_version":"","cpe":""},"normalized_version":"",)",
             R"("arch":"amd64","cpe":""})");
  }

  void write_vulnerability(std::uint64_t i) {
    const std::string id = cve(i);
    const std::string_view severity = dice_.of(kWordsOfSeverity);
    out_.add(i == 1 ? "" : ",", "\"", number(i), R"(":{"id":")", number(i),
             R"(","updater":"debian/updater","name":")", id, R"(","description":")",
             description(dice_), R"(","issued":"2021-08-24T15:15:00Z","links":")", kTracker, id);
    const std::uint64_t more = dice_.below(4);
    for (std::uint64_t link = 0; link < more; ++link) {
      out_.add(" https://lists.example.org/announce/", hex(dice_, 12), "/", id);
    }
    out_.add(R"(","severity":")", severity, R"(","normalized_severity":")", severity,
             R"(","package":{"id":"","name":")", dice_.of(kSourceNames),
             R"(","version":"","kind":"source","normalized_version":"","cpe":""},"distribution":)",
             R"({"id":"",)", kDebian12, R"(},"repository":{"cpe":""},"fixed_in_version":")",
             dice_.in_a_hundred(55) ? version(dice_) : std::string(), R"("})");
  }

  /// 1.7 packages have a vulnerability; every third package has none.
  void write_pairs() {
    bool is_first = true;
    for (std::uint64_t i = 1; i <= packages_; ++i) {
      if (i % 3 == 0) continue;
      out_.add(is_first ? "" : ",", "\"", number(i), "\":[");
      is_first = false;
      const std::uint64_t begin = dice_.below(vulnerabilities_);
      const std::uint64_t count =
          std::min<std::uint64_t>(dice_.around(5, 0.8, 60), vulnerabilities_);
      for (std::uint64_t k = 0; k < count; ++k) {
        out_.add(k == 0 ? "\"" : ",\"", number(1 + (begin + k) % vulnerabilities_), "\"");
      }
      out_.add("]");
    }
  }

  Dice dice_;
  DocumentWriter out_;
  std::array<std::string, 8> layers_;
  std::uint64_t packages_ = 0;
  std::uint64_t vulnerabilities_ = 0;
};

class StringSink final : public ByteSink {
 public:
  void write(std::string_view piece) override { text += piece; }
  std::string text;
};

}  // namespace

void write_clair2_layer(std::uint64_t bytes, ByteSink& sink) {
  Clair2Writer(sink).write(bytes);
}

void write_clair4_report(std::uint64_t bytes, ByteSink& sink) {
  Clair4Writer(sink).write(bytes);
}

std::string clair2_layer(std::uint64_t bytes) {
  StringSink sink;
  sink.text.reserve(bytes + 16'384);
  write_clair2_layer(bytes, sink);
  return std::move(sink.text);
}

std::string clair4_report(std::uint64_t bytes) {
  StringSink sink;
  sink.text.reserve(bytes + bytes / 4);
  write_clair4_report(bytes, sink);
  return std::move(sink.text);
}

}  // namespace portside::bench
