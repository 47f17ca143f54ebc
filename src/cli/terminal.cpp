// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <algorithm>
#include <utility>

namespace portside::cli {
namespace {

std::string_view escape_sequence(Colour colour) {
  switch (colour) {
    case Colour::kGreen: return "\033[32m";
    case Colour::kYellow: return "\033[33m";
    case Colour::kRed: return "\033[31m";
    case Colour::kNone: break;
  }
  return "";
}

/// Columns of a text in UTF-8, taking every character as one column wide.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

}  // namespace

std::string Terminal::paint(std::string_view text, Colour colour) const {
  if (!colours || colour == Colour::kNone) return std::string(text);
  return std::string(escape_sequence(colour)) + std::string(text) + "\033[0m";
}

void print_error(const Terminal& terminal, const AdapterError& error, const std::string& about) {
  const bool is_list = error.detail.starts_with(error.message);
  terminal.error << "portside: " << about << (about.empty() ? "" : ": ")
                 << (is_list ? error.detail : error.message);
  if (!is_list && !error.detail.empty()) terminal.error << '\n' << error.detail;
  if (!error.detail.ends_with('\n')) terminal.error << '\n';
}

Table::Table(std::vector<std::string> header) : widths_(header.size(), 0) {
  std::vector<Cell> cells;
  for (std::string& word : header) cells.push_back({std::move(word), Colour::kNone});
  add_row(std::move(cells));
}

void Table::add_row(std::vector<Cell> cells) {
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    widths_[i] = std::max(widths_[i], columns(cells[i].text));
  }
  rows_.push_back({std::move(cells), {}});
}

void Table::add_note(std::string text) {
  rows_.back().notes.push_back(std::move(text));
}

void Table::print_cells(const Terminal& terminal, const std::vector<Cell>& cells) const {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    terminal.out << terminal.paint(cells[i].text, cells[i].colour);
    if (i + 1 == cells.size()) break;
    terminal.out << std::string(widths_[i] - columns(cells[i].text) + 2, ' ');
  }
  terminal.out << '\n';
}

void Table::print(const Terminal& terminal) const {
  for (const Row& row : rows_) {
    print_cells(terminal, row.cells);
    for (const std::string& note : row.notes) terminal.out << "    " << note << '\n';
  }
}

}  // namespace portside::cli
