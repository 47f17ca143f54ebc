// SPDX-License-Identifier: Apache-2.0
#include "report/grid.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "report/shown_text.hpp"

namespace portside::report {
namespace {

constexpr std::size_t kSmallest = 8;
constexpr std::size_t kSmallestCut = 16;
/// Of a cell: one huge text would make every row as wide.
constexpr std::size_t kMaxColumns = 120;
constexpr std::size_t kMaxLines = 20;

/// Above the header, below it, below the rows; between the cells of a row.
struct Lines {
  std::array<std::string_view, 3> left;
  std::array<std::string_view, 3> cross;
  std::array<std::string_view, 3> right;
  std::string_view across;
  std::string_view down;
};
constexpr Lines kAscii = {{"+", "+", "+"}, {"+", "+", "+"}, {"+", "+", "+"}, "-", "|"};
constexpr Lines kDrawn = {{"┌", "├", "└"}, {"┬", "┼", "┴"}, {"┐", "┤", "┘"}, "─", "│"};

const Lines& lines_of(const TableStyle& style) {
  return style.ascii ? kAscii : kDrawn;
}

/// The columns of a whole line: each cell has a space on either side, and lines stand between.
std::size_t total_of(const std::vector<std::size_t>& widths) {
  std::size_t total = 1;
  for (const std::size_t width : widths) {
    if (width > 0) total += width + 3;
  }
  return total;
}

}  // namespace

std::string painted(std::string_view text, std::string_view colour, const TableStyle& style) {
  if (!style.colours || colour.empty()) return std::string(text);
  return "\033[" + std::string(colour) + 'm' + std::string(text) + "\033[0m";
}

Grid::Grid(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Grid::add_row(std::vector<Cell> cells) {
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Grid::natural_widths() const {
  std::vector<std::size_t> out(columns_.size(), 0);
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = std::max(out[i], columns_of(fitting(cells[i].text, kMaxColumns)));
    }
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] > 0) out[i] = std::max(out[i], columns_of(columns_[i].title));
  }
  return out;
}

/// 0 = the column is left out.
std::vector<std::size_t> Grid::widths(const TableStyle& style) const {
  std::vector<std::size_t> out = natural_widths();
  if (style.width == 0) return out;
  const auto shrink = [&](Give give, std::size_t smallest) {
    while (total_of(out) > style.width) {
      std::size_t widest = out.size();
      for (std::size_t i = 0; i < out.size(); ++i) {
        const bool may = columns_[i].give == give && out[i] > smallest;
        if (may && (widest == out.size() || out[i] > out[widest])) widest = i;
      }
      if (widest == out.size()) return;
      --out[widest];
    }
  };
  const auto leave_out = [&](Give give) {
    if (total_of(out) <= style.width) return;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (columns_[i].give == give) out[i] = 0;
    }
  };
  shrink(Give::kCut, kSmallestCut);
  leave_out(Give::kCut);
  leave_out(Give::kLeaveOut);
  shrink(Give::kWrap, kSmallest);
  return out;
}

std::string Grid::left_out(const std::vector<std::size_t>& widths) const {
  const std::vector<std::size_t> natural = natural_widths();
  std::string names;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] > 0 || natural[i] == 0) continue;
    names += (names.empty() ? "" : ", ") + std::string(columns_[i].title);
  }
  return names.empty() ? "" : "  columns that do not fit in this width: " + names + '\n';
}

std::string Grid::line(const std::vector<std::size_t>& widths, const TableStyle& style,
                       std::size_t which) const {
  const Lines& lines = lines_of(style);
  std::string out;
  for (const std::size_t width : widths) {
    if (width == 0) continue;
    out += out.empty() ? lines.left[which] : lines.cross[which];
    for (std::size_t i = 0; i < width + 2; ++i) out += lines.across;
  }
  return out + std::string(lines.right[which]) + '\n';
}

std::string Grid::row(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                      const TableStyle& style) const {
  std::vector<std::vector<std::string>> texts(cells.size());
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (widths[i] == 0) continue;
    const std::size_t most = columns_[i].give == Give::kCut ? 1 : kMaxLines;
    texts[i] = wrapped(shortened_to(cells[i].text, most * widths[i], style.ascii), widths[i]);
    height = std::max(height, texts[i].size());
  }
  const std::string down(lines_of(style).down);
  std::string out;
  for (std::size_t line = 0; line < height; ++line) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (widths[i] == 0) continue;
      const std::string text = line < texts[i].size() ? texts[i][line] : "";
      const std::size_t used = std::min(columns_of(text), widths[i]);
      out += down + ' ' + painted(text, text.empty() ? "" : cells[i].colour, style) +
             std::string(widths[i] - used + 1, ' ');
    }
    out += down + '\n';
  }
  return out;
}

void Grid::write(const TableStyle& style, ByteSink& out) const {
  const std::vector<std::size_t> widths = this->widths(style);
  std::vector<Cell> header;
  for (const Column& column : columns_) header.push_back({std::string(column.title), "1"});
  out.write(line(widths, style, 0));
  out.write(row(header, widths, style));
  out.write(line(widths, style, 1));
  for (const auto& cells : rows_) out.write(row(cells, widths, style));
  out.write(line(widths, style, 2));
  const std::string missing = left_out(widths);
  if (!missing.empty()) out.write(missing);
}

}  // namespace portside::report
