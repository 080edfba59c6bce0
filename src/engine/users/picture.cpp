// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/picture.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace throng::users {

namespace {

struct Size {
    int width;
    int height;
};

constexpr std::array sizes { Size { 640, 480 }, Size { 800, 600 }, Size { 1024, 768 }, Size { 1280, 960 },
    Size { 1600, 1200 } };
constexpr int bytesPerPixel = 3;
/// How well zlib's quickest level packs the gradient: measured, 1 : 190 to 1 : 200.
constexpr int gradientRatio = 195;

int rawBytes(Size size)
{
    return size.width * size.height * bytesPerPixel;
}

/// One of the sizes that fill up with so many bytes of noise, and whose gradient does not cost more than that itself.
Size drawSize(int bytes, Random &random)
{
    std::vector<Size> fitting;
    for (const Size &size : sizes) {
        if (rawBytes(size) >= bytes && rawBytes(size) / gradientRatio <= bytes / 2)
            fitting.push_back(size);
    }
    if (fitting.empty())
        return bytes > rawBytes(sizes.back()) ? sizes.back() : sizes.front();
    return fitting[random.below(fitting.size())];
}

void append(png_structp writer, png_bytep data, png_size_t length)
{
    static_cast<QByteArray *>(png_get_io_ptr(writer))->append(reinterpret_cast<const char *>(data), qsizetype(length));
}

[[noreturn]] void fail(png_structp, png_const_charp message)
{
    throw std::runtime_error(message);
}

/// libpng's write structures, for as long as one picture takes.
class Writer {
public:
    explicit Writer(QByteArray &out)
        : m_writer(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, nullptr))
    {
        if (!m_writer)
            throw std::bad_alloc();
        m_info = png_create_info_struct(m_writer);
        png_set_write_fn(m_writer, &out, append, nullptr);
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    ~Writer() { png_destroy_write_struct(&m_writer, &m_info); }

    void begin(Size size)
    {
        png_set_IHDR(m_writer, m_info, png_uint_32(size.width), png_uint_32(size.height), 8, PNG_COLOR_TYPE_RGB,
            PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
        png_set_compression_level(m_writer, 1); // the size is made by the noise; a better level only costs time
        png_set_filter(m_writer, 0, PNG_FILTER_UP);
        png_write_info(m_writer, m_info);
    }
    void row(const std::vector<png_byte> &pixels) { png_write_row(m_writer, pixels.data()); }
    void end() { png_write_end(m_writer, m_info); }

private:
    png_structp m_writer;
    png_infop m_info = nullptr;
};

} // namespace

Picture drawPicture(int bytes, Random &random)
{
    const Size size = drawSize(bytes, random);
    const int rowBytes = size.width * bytesPerPixel;
    const int noise = std::max(0, bytes - rawBytes(size) / gradientRatio);
    const int noisyRows = std::min(noise / rowBytes, size.height);
    const auto tint = std::uint32_t(random());

    Picture picture { {}, size.width, size.height };
    picture.png.reserve(bytes + bytes / 8);
    Writer writer(picture.png);
    writer.begin(size);
    std::vector<png_byte> row(static_cast<std::size_t>(rowBytes));
    for (int y = 0; y < size.height; ++y) {
        for (int i = 0; i < rowBytes; ++i) {
            row[std::size_t(i)] = y < noisyRows
                ? png_byte(random())
                : png_byte((tint >> (8 * (i % bytesPerPixel))) + std::uint32_t(y * 128 / size.height));
        }
        writer.row(row);
    }
    writer.end();
    picture.png.squeeze();
    return picture;
}

} // namespace throng::users
