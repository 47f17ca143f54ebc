// SPDX-License-Identifier: Apache-2.0
#include "http/easy_options.hpp"

#include "http/set_option.hpp"
#include "http/trust_store.hpp"

namespace portside::http {
namespace {

CURLcode use_trust_store(CURL*, void* ssl_ctx, void* store) noexcept {
  static_cast<const TrustStore*>(store)->use_in(ssl_ctx);
  return CURLE_OK;
}

void set_tls(CURL* easy, const Transport& transport) {
  set_option(easy, CURLOPT_SSLVERSION,
             static_cast<long>(transport.min_tls == TlsVersion::kTls13 ? CURL_SSLVERSION_TLSv1_3
                                                                       : CURL_SSLVERSION_TLSv1_2));
  set_option(easy, CURLOPT_SSL_VERIFYPEER, transport.insecure ? 0L : 1L);
  set_option(easy, CURLOPT_SSL_VERIFYHOST, transport.insecure ? 0L : 2L);
  // The store is given below; libcurl is to read no file.
  set_option(easy, CURLOPT_CAINFO, static_cast<const char*>(nullptr));
  set_option(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  if (transport.trust) {
    set_option(easy, CURLOPT_SSL_CTX_FUNCTION, &use_trust_store);
    set_option(easy, CURLOPT_SSL_CTX_DATA, const_cast<TrustStore*>(transport.trust.get()));
  }
  if (transport.client_cert.empty()) return;
  set_option(easy, CURLOPT_SSLCERT, transport.client_cert.c_str());
  set_option(easy, CURLOPT_SSLKEY, transport.client_key.c_str());
}

}  // namespace

void set_transport(CURL* easy, const Transport& transport) {
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(easy, CURLOPT_NOSIGNAL, 1L);
  // Else a name server that does not answer would hold whoever cancels.
  set_option(easy, CURLOPT_QUICK_EXIT, 1L);
  set_option(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  // Set even where they are empty: libcurl would ask the environment.
  set_option(easy, CURLOPT_PROXY, transport.proxy.c_str());
  set_option(easy, CURLOPT_NOPROXY, transport.no_proxy.c_str());
  // What a proxy says to CONNECT is not the server's answer.
  set_option(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // HTTP/2 where TLS negotiates it; never without TLS.
  set_option(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set_tls(easy, transport);
}

}  // namespace portside::http
