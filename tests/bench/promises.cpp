// SPDX-License-Identifier: Apache-2.0
#include "promises.hpp"

#include <array>
#include <cmath>
#include <iomanip>
#include <limits>
#include <ostream>

namespace portside::bench {
namespace {

enum class Form { kRatio, kDifference, kValue };

struct Promise {
  const char* what;
  const char* measured;
  /// What it is compared with in the same run; "" for a value of its own.
  const char* reference;
  Form form;
  double limit;
};

constexpr std::array kPromises = {
    Promise{"200 plugins found and judged / folder read, files opened and looked at",
            "discover_200_plugins", "reference_read_open_stat", Form::kRatio, 3.0},
    Promise{"a judged plugin loaded / dlopen and dlsym", "load_judged_plugin:ratio", "",
            Form::kValue, 1.2},
    Promise{"1,000 foreign files: dlopens", "judge_1000_foreign_files:dlopens", "", Form::kValue,
            0.0},
    Promise{"a guarded call - a virtual call (ns)", "guarded_call", "reference_virtual_call",
            Form::kDifference, 100.0},
    Promise{"a host without plugins started / hello-world with the same libraries started",
            "start_empty_host", "reference_start_hello_world", Form::kRatio, 3.0},
    Promise{"one of 100 adapters changed: adapters that a reload touches",
            "reload_100_adapters:touched", "", Form::kValue, 1.0},
    Promise{"1 GiB read with its digest compared / curl | sha256sum", "read_verified_blob:ratio",
            "", Form::kValue, 1.25},
    Promise{"a small POST / the same over a bare socket (medians)", "post_small:ratio", "",
            Form::kValue, 2.5},
    Promise{"5,000 slow requests at once / 100: processor time for each", "wait_for_5000:to_few",
            "", Form::kValue, 1.3},
    Promise{"5,000 slow requests at once / sockets and epoll alone: processor time",
            "wait_for_5000:to_bare", "", Form::kValue, 5.0},
    Promise{"5,000 slow requests at once: memory for each (KiB)", "wait_for_5000:kib_each", "",
            Form::kValue, 24.0},
    // Most of it are the requests, which both make.
    Promise{"500 analyses awaited in steps / on a thread each: processor time of a scan",
            "wait_for_500_analyses:to_thread", "", Form::kValue, 0.5},
    Promise{"the same in hosts that wait for overdue calls",
            "wait_for_500_analyses_not_given_up:to_thread", "", Form::kValue, 0.75},
    Promise{"500 analyses awaited in steps / on a thread each: memory of a scan",
            "wait_for_500_analyses:kib_to_thread", "", Form::kValue, 0.65},
    Promise{"500 analyses awaited in steps: threads", "wait_for_500_analyses:threads", "",
            Form::kValue, 24.0},
    Promise{"a token signed with ES256 / OpenSSL's signature alone", "sign_es256_token",
            "reference_es256_sign", Form::kRatio, 1 / 0.75},
    Promise{"a token of ES256 verified / OpenSSL's verification alone", "verify_es256_token",
            "reference_es256_verify", Form::kRatio, 1 / 0.85},
    Promise{"a gzip layer unpacked / inflated by zlib", "unpack_gzip", "reference_zlib_inflate",
            Form::kRatio, 0.75},
    // SHA-256 takes its share: of a processor with instructions for it, a third of the time.
    Promise{"a gzip layer unpacked, both digests computed / inflated by zlib",
            "unpack_gzip_and_digest", "reference_zlib_inflate", Form::kRatio, 1.1},
    Promise{"a zstd layer unpacked / decompressed by libzstd", "unpack_zstd", "reference_libzstd",
            Form::kRatio, 1.25},
    // Beside reference_hash_join and reference_open_and_mmap, which say what the machine can do.
    Promise{"10,000 packages held against 60,000 rows of advisories (ns)", "match_10000_packages",
            "", Form::kValue, 20e6},
    Promise{"an index of 60,000 rows of advisories opened (ns)", "open_index_of_60000_rows", "",
            Form::kValue, 1e6},
    Promise{"a gzip layer walked for packages / unpacked for nobody", "walk_layer",
            "reference_unpack_layer", Form::kRatio, 1.3},
    Promise{"1 MB of Clair 2 mapped to rows / the same over nlohmann's tree", "map_clair2_1mb",
            "reference_nlohmann_clair2_1mb", Form::kRatio, 1 / 8.0},
    Promise{"1 MB of Clair 2 mapped to rows / the same with simdjson on demand", "map_clair2_1mb",
            "reference_simdjson_clair2_1mb", Form::kRatio, 1 / 0.45},
    Promise{"20 MB of Clair 2 mapped to rows / the same over nlohmann's tree", "map_clair2_20mb",
            "reference_nlohmann_clair2_20mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Clair 2 mapped to rows / the same with simdjson on demand", "map_clair2_20mb",
            "reference_simdjson_clair2_20mb", Form::kRatio, 1 / 0.45},
    Promise{"20 MB of Clair 2 mapped / 1 MB", "map_clair2_20mb", "map_clair2_1mb", Form::kRatio,
            28.0},
    Promise{"20 MB of Clair 2 mapped while they come over loopback / afterwards",
            "loopback_clair2:ratio", "", Form::kValue, 0.6},
    Promise{"1 MB of Clair 4 mapped to rows / the same over nlohmann's tree", "map_clair4_1mb",
            "reference_nlohmann_clair4_1mb", Form::kRatio, 1 / 8.0},
    Promise{"1 MB of Clair 4 mapped to rows / the same with simdjson on demand", "map_clair4_1mb",
            "reference_simdjson_clair4_1mb", Form::kRatio, 1 / 0.45},
    Promise{"20 MB of Clair 4 mapped to rows / the same over nlohmann's tree", "map_clair4_20mb",
            "reference_nlohmann_clair4_20mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Clair 4 mapped to rows / the same with simdjson on demand", "map_clair4_20mb",
            "reference_simdjson_clair4_20mb", Form::kRatio, 1 / 0.45},
    Promise{"20 MB of Clair 4 mapped / 1 MB", "map_clair4_20mb", "map_clair4_1mb", Form::kRatio,
            28.0},
    // A fifth of the work comes behind the end: packages and vulnerabilities are joined there.
    Promise{"20 MB of Clair 4 mapped while they come over loopback / afterwards",
            "loopback_clair4:ratio", "", Form::kValue, 0.75},
    Promise{"an artifact abstracted by a remote processor / the same POST with libcurl (medians)",
            "abstract_remotely:ratio", "", Form::kValue, 2.5},
    Promise{"1,000 artifacts of a remote processor listed: requests",
            "list_1000_artifacts:requests", "", Form::kValue, 0.0},
    Promise{"200 MB of Clair 2 mapped: growth of memory (MB)", "memory_clair2:growth_mb", "",
            Form::kValue, 2.0},
    Promise{"an image's config of 10 KB understood / nlohmann's parse of it alone",
            "abstract_image", "reference_nlohmann_config", Form::kRatio, 1.5},
    Promise{"200 MB of Clair 4 mapped: growth of memory / document", "memory_clair4:to_document",
            "", Form::kValue, 1.1},
    Promise{"1 MB of Anchore's API v1 mapped to rows / the same over nlohmann's tree",
            "map_anchore1_1mb", "reference_nlohmann_anchore1_1mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Anchore's API v1 mapped to rows / the same over nlohmann's tree",
            "map_anchore1_20mb", "reference_nlohmann_anchore1_20mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Anchore's API v1 mapped / 1 MB", "map_anchore1_20mb", "map_anchore1_1mb",
            Form::kRatio, 28.0},
    Promise{"200 MB of Anchore's API v1 mapped: growth of memory (MB)", "memory_anchore1:growth_mb",
            "", Form::kValue, 2.0},
    Promise{"1 MB of Anchore's API v2 mapped to rows / the same over nlohmann's tree",
            "map_anchore2_1mb", "reference_nlohmann_anchore2_1mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Anchore's API v2 mapped to rows / the same over nlohmann's tree",
            "map_anchore2_20mb", "reference_nlohmann_anchore2_20mb", Form::kRatio, 1 / 8.0},
    Promise{"20 MB of Anchore's API v2 mapped / 1 MB", "map_anchore2_20mb", "map_anchore2_1mb",
            Form::kRatio, 28.0},
    Promise{"200 MB of Anchore's API v2 mapped: growth of memory (MB)", "memory_anchore2:growth_mb",
            "", Form::kValue, 2.0},
};

double value_of(const Promise& promise, const Measurements& measured) {
  const auto get = [&](const char* name) {
    const auto found = measured.find(name);
    return found == measured.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
  };
  switch (promise.form) {
    case Form::kRatio: return get(promise.measured) / get(promise.reference);
    case Form::kDifference: return get(promise.measured) - get(promise.reference);
    case Form::kValue: break;
  }
  return get(promise.measured);
}

}  // namespace

bool check_promises(const Measurements& measured, std::ostream& out) {
  bool all_kept = true;
  out << '\n' << std::fixed << std::setprecision(2);
  for (const Promise& promise : kPromises) {
    const double value = value_of(promise, measured);
    const bool kept = value <= promise.limit;  // false for NaN: not measured
    all_kept = all_kept && kept;
    out << (kept ? "kept    " : "BROKEN  ") << std::setw(8) << value << " of " << std::setw(6)
        << promise.limit << "  " << promise.what << '\n';
  }
  return all_kept;
}

}  // namespace portside::bench
