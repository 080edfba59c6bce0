// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/parameters.h"
#include "engine/users/picture.h"
#include "engine/users/words.h"
#include "engine/users/workercache.h"

#include <QSet>
#include <QTest>

#include <png.h>

#include <vector>

using namespace throng;
using namespace throng::users;

namespace {

/// What a server's decoder says to it: the pixels, or nothing if it is not whole.
bool decodes(const QByteArray &png, int width, int height)
{
    png_image image {};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, png.constData(), png_size_t(png.size())))
        return false;
    image.format = PNG_FORMAT_RGB;
    std::vector<png_byte> pixels(PNG_IMAGE_SIZE(image));
    const bool whole = png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) != 0;
    return whole && int(image.width) == width && int(image.height) == height;
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListHasEachWordOnce()
    {
        QSet<QString> words;
        for (const QLatin1String word : wordList()) {
            QVERIFY(!word.isEmpty());
            words.insert(word);
        }
        QCOMPARE(std::size_t(words.size()), wordList().size());
        QVERIFY(words.size() >= 200);
    }

    void messagesHaveAsManyWordsAsTheirDistributionSays()
    {
        Random random(1);
        const int draws = 20000;
        int words = 0;
        int single = 0;
        for (int i = 0; i < draws; ++i) {
            const qsizetype count = drawText({ 1, 1 }, random).count(u' ') + 1;
            words += int(count);
            single += count == 1;
        }
        // exp(1 + 1/2) = 4.48, and a little more, since what rounds to 0 becomes 1
        QVERIFY2(std::abs(words / double(draws) - 4.52) < 0.15, qPrintable(QString::number(words / double(draws))));
        // P(x < 1.5) = Φ(ln 1.5 - 1) = 0.276
        QVERIFY2(std::abs(single / double(draws) - 0.276) < 0.02, qPrintable(QString::number(single / double(draws))));
    }

    void noMessageIsEmptyOrLongerThanTheList()
    {
        Random random(1);
        QVERIFY(!drawText({ -50, 0.1 }, random).isEmpty());
        QCOMPARE(std::size_t(drawText({ 50, 0.1 }, random).count(u' ') + 1), wordList().size());
    }

    void picturesAreWholeAndOfTheirSize_data()
    {
        QTest::addColumn<int>("bytes");
        for (const int bytes : { 20000, 147000, 900000, 2000000 })
            QTest::addRow("%d", bytes) << bytes;
    }

    void picturesAreWholeAndOfTheirSize()
    {
        QFETCH(int, bytes);
        Random random(9);
        for (int i = 0; i < 3; ++i) {
            const Picture picture = drawPicture(bytes, random);
            QVERIFY(decodes(picture.png, picture.width, picture.height));
            QVERIFY2(std::abs(picture.png.size() - bytes) < bytes / 10,
                qPrintable(QStringLiteral("%1 for %2").arg(picture.png.size()).arg(bytes)));
        }
    }

    void aWorkerMakesItsPicturesOnce()
    {
        WorkerCache cache;
        ChatParameters parameters;
        parameters.imagesPerWorker = 3;
        parameters.imageBytes = { 10, 0.5 };
        cache.preparePictures(parameters.imagesPerWorker, parameters.imageBytes, parameters.largestImageBytes, 7);
        QCOMPARE(cache.pictures().size(), std::size_t(3));
        const char *const storage = cache.pictures().front().png.constData();
        cache.preparePictures(parameters.imagesPerWorker, parameters.imageBytes, parameters.largestImageBytes, 7);
        QCOMPARE(cache.pictures().front().png.constData(), storage);

        const QByteArray first = cache.pictures().front().png;
        QVERIFY(first != cache.pictures().back().png);
        WorkerCache other;
        other.preparePictures(parameters.imagesPerWorker, parameters.imageBytes, parameters.largestImageBytes, 7);
        QCOMPARE(other.pictures().front().png, first);
        other.preparePictures(parameters.imagesPerWorker, parameters.imageBytes, parameters.largestImageBytes, 8);
        QVERIFY(other.pictures().front().png != first);
    }
};

QTEST_GUILESS_MAIN(TestMessages)
#include "test_messages.moc"
