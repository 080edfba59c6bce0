// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>

#include <array>

using namespace Qt::StringLiterals;

// The resources of a static library are registered by whoever first needs them. Outside any namespace, as Qt asks.
static void registerResources()
{
    Q_INIT_RESOURCE(throng);
}

namespace throng::ui {

namespace {

constexpr std::array sizes { 16, 20, 24, 32, 48 };

QImage shape(const QString &name, int pixels)
{
    registerResources();
    for (const int size : sizes) {
        if (size >= pixels || size == sizes.back()) {
            QImage image(u":/throng/icons/%1-%2.png"_s.arg(name).arg(size));
            if (!image.isNull() && size != pixels)
                image = image.scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
            return image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
        }
    }
    return {};
}

QImage tinted(const QString &name, int pixels, const QColor &color)
{
    QImage image = shape(name, pixels);
    if (image.isNull())
        return image;
    QPainter painter(&image);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    return image;
}

class TintedIconEngine : public QIconEngine {
public:
    TintedIconEngine(const QString &name, QPalette::ColorRole role)
        : m_name(name)
        , m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const double ratio = painter->device()->devicePixelRatioF();
        const int pixels = qRound(std::min(rect.width(), rect.height()) * ratio);
        QImage image = tinted(m_name, pixels, colorFor(mode));
        image.setDevicePixelRatio(ratio);
        QRect target(QPoint(), QSize(qRound(pixels / ratio), qRound(pixels / ratio)));
        target.moveCenter(rect.center());
        painter->drawImage(target, image);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return QPixmap::fromImage(tinted(m_name, std::min(size.width(), size.height()), colorFor(mode)));
    }

    [[nodiscard]] QIconEngine *clone() const override { return new TintedIconEngine(m_name, m_role); }
    bool isNull() override { return shape(m_name, 16).isNull(); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        return palette.color(QPalette::Active, m_role);
    }

    QString m_name;
    QPalette::ColorRole m_role;
};

} // namespace

QIcon icon(const QString &name, QPalette::ColorRole role)
{
    return QIcon(new TintedIconEngine(name, role));
}

QPixmap signPixmap(const QString &name, const QColor &color, int size, double devicePixelRatio)
{
    QPixmap pixmap = QPixmap::fromImage(tinted(name, qRound(size * devicePixelRatio), color));
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

void registerIcons()
{
    registerResources();
}

QIcon applicationIcon()
{
    registerResources();
    QIcon result;
    for (const int size : { 16, 32, 48, 64, 128, 256 })
        result.addFile(u":/throng/icons/throng-%1.png"_s.arg(size), QSize(size, size));
    return result;
}

} // namespace throng::ui
