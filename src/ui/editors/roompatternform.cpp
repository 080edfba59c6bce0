// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/roompatternform.h"

#include "engine/generate/generaterooms.h"
#include "ui/charts/sizehistogram.h"
#include "ui/editors/userpatternform.h"
#include "ui/support/format.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int fieldWidth = 170;

/// Takes any number that can be typed: one that makes no sense is answered beside it, not swallowed.
QSpinBox *makeCount(QWidget *parent, const QString &name, const QString &special = {})
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(name);
    box->setRange(0, 999'999'999);
    box->setGroupSeparatorShown(true);
    box->setSpecialValueText(special);
    box->setFixedWidth(fieldWidth);
    return box;
}

} // namespace

QString histogramToText(const QList<project::RoomSizeCount> &histogram)
{
    QStringList parts;
    for (const project::RoomSizeCount &entry : histogram)
        parts.append(u"%1 × %2"_s.arg(entry.count).arg(entry.size));
    return parts.join(u", "_s);
}

std::optional<QList<project::RoomSizeCount>> histogramFromText(const QString &text)
{
    static const QRegularExpression part(u"^\\s*(\\d{1,9})\\s*[×x*]\\s*(\\d{1,9})\\s*$"_s);
    QList<project::RoomSizeCount> histogram;
    const QStringList parts = text.split(u',');
    for (const QString &one : parts) {
        const QRegularExpressionMatch match = part.match(one);
        if (!match.hasMatch())
            return std::nullopt;
        histogram.append({ .size = match.captured(2).toInt(), .count = match.captured(1).toInt() });
    }
    return histogram;
}

RoomPatternForm::RoomPatternForm(QWidget *parent)
    : QWidget(parent)
    , m_preview(new RoomPreview(this))
    , m_distribution(new QComboBox(this))
    , m_preset(new QComboBox(this))
    , m_alpha(new NumberBox(this))
    , m_draws(makeCount(this, u"roomDraws"_s, tr("one a user")))
    , m_smallest(makeCount(this, u"roomSmallest"_s))
    , m_largest(makeCount(this, u"roomLargest"_s, tr("all users")))
    , m_fixedSize(makeCount(this, u"roomFixedSize"_s))
    , m_histogram(new QLineEdit(this))
    , m_seedEdit(makeSeedEdit(this))
    , m_again(new QPushButton(tr("Draw &again"), this))
    , m_histogramMessage(new FieldMessage(this))
    , m_message(new FieldMessage(this))
    , m_drawingTitle(makeHeading({}, this))
    , m_drawing(new SizeHistogram(this))
    , m_largestTile(new Tile(tr("Largest room"), this))
    , m_perUserTile(new Tile(tr("Rooms a user"), this))
    , m_reachTile(new Tile(tr("One message reaches"), this))
    , m_withoutTile(new Tile(tr("Users without a room"), this))
{
    m_form = makeForm();
    addFields(m_form);

    auto *drawing = new Card(this);
    auto *drawingLayout = new QVBoxLayout(drawing);
    drawingLayout->setContentsMargins(12, 8, 12, 8);
    m_drawingTitle->setObjectName(u"roomsTitle"_s);
    m_drawing->setObjectName(u"roomsDrawing"_s);
    drawingLayout->addWidget(m_drawingTitle);
    drawingLayout->addWidget(m_drawing, 1);

    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(spacing);
    for (Tile *tile : { m_largestTile, m_perUserTile, m_reachTile, m_withoutTile })
        tiles->addWidget(tile);
    m_largestTile->setObjectName(u"largestRoomTile"_s);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing + 2);
    layout->addLayout(m_form);
    layout->addWidget(m_message);
    layout->addWidget(drawing, 1);
    layout->addLayout(tiles);

    connectFields();
    setValue({}, 1000, 1);
}

void RoomPatternForm::addFields(QFormLayout *form)
{
    form->setContentsMargins({});
    m_distribution->setObjectName(u"roomDistribution"_s);
    m_distribution->addItem(tr("Natural: the 80/20 rule"), int(project::RoomDistribution::Pareto));
    m_distribution->addItem(tr("All of one size"), int(project::RoomDistribution::Fixed));
    m_distribution->addItem(tr("Every size equally likely"), int(project::RoomDistribution::Uniform));
    m_distribution->addItem(tr("One big room for everybody"), int(project::RoomDistribution::OneBigRoom));
    m_distribution->addItem(tr("So many rooms of each size"), int(project::RoomDistribution::Histogram));
    m_distribution->setFixedWidth(320);
    m_preset->setObjectName(u"roomPreset"_s);
    m_preset->addItem(tr("Private: by invitation"), u"private_chat"_s);
    m_preset->addItem(tr("Private, everybody may moderate"), u"trusted_private_chat"_s);
    m_preset->addItem(tr("Public: anybody may enter"), u"public_chat"_s);
    m_preset->setPlaceholderText(tr("as each test has it"));
    m_preset->setFixedWidth(320);
    m_alpha->setObjectName(u"roomAlpha"_s);
    m_alpha->setRange(0.2, 10);
    m_alpha->setDecimals(3);
    m_alpha->setSingleStep(0.05);
    m_alpha->setFixedWidth(fieldWidth);
    m_histogram->setObjectName(u"roomHistogram"_s);
    m_histogram->setFixedWidth(320);
    m_histogram->setPlaceholderText(tr("100 × 2, 20 × 5, 1 × 300"));
    m_seedEdit->setObjectName(u"roomSeed"_s);
    m_seedEdit->setAccessibleName(tr("Seed"));
    m_again->setObjectName(u"drawAgain"_s);

    addField(
        form, tr("Room si&zes"), m_distribution, tr("most rooms are small, a few are very big, as on real servers"));
    addField(form, tr("&Shape"), m_alpha, tr("Pareto α; 1.161 is the 80/20 rule, less makes more big rooms"));
    addField(form, tr("Dra&ws"), m_draws, tr("room sizes drawn; those below the smallest make no room"));
    addField(form, tr("&Members"), m_fixedSize, tr("in every room"));
    auto *histogramBox = new QWidget(this);
    auto *histogramLayout = new QVBoxLayout(histogramBox);
    histogramLayout->setContentsMargins({});
    histogramLayout->setSpacing(2);
    histogramLayout->addWidget(m_histogram);
    histogramLayout->addWidget(m_histogramMessage);
    histogramBox->setFocusProxy(m_histogram);
    m_histogram->setAccessibleName(tr("Rooms"));
    addField(form, tr("R&ooms"), histogramBox, tr("rooms × members, with commas between"));
    addField(form, tr("At &least"), m_smallest, tr("members in a room"));
    addField(form, tr("At &most"), m_largest, tr("members in a room"));
    addField(form, tr("A&ccess"), m_preset, tr("of every room; members are invited in either case"));
    auto *seedBox = new QWidget(this);
    auto *seedLayout = new QHBoxLayout(seedBox);
    seedLayout->setContentsMargins({});
    seedLayout->setSpacing(spacing);
    seedLayout->addWidget(m_seedEdit);
    seedLayout->addWidget(m_again);
    seedBox->setFocusProxy(m_seedEdit);
    addField(form, tr("See&d"), seedBox, tr("the same seed gives the same rooms"));
}

void RoomPatternForm::connectFields()
{
    connect(m_distribution, &QComboBox::currentIndexChanged, this, [this] {
        m_value.distribution = static_cast<project::RoomDistribution>(m_distribution->currentData().toInt());
        if (m_value.distribution == project::RoomDistribution::Histogram && m_value.histogram.isEmpty()) {
            m_value.histogram = { { .size = 2, .count = 100 }, { .size = 5, .count = 20 }, { .size = 50, .count = 2 } };
        }
        touched(u"distribution"_s);
    });
    connect(m_alpha, &QDoubleSpinBox::valueChanged, this, [this](double alpha) {
        m_value.alpha = alpha;
        touched(u"alpha"_s);
    });
    connect(m_draws, &QSpinBox::valueChanged, this, [this](int draws) {
        m_value.draws = draws > 0 ? std::optional(draws) : std::nullopt;
        touched(u"draws"_s);
    });
    connect(m_smallest, &QSpinBox::valueChanged, this, [this](int smallest) {
        m_value.smallest = smallest;
        touched(u"smallest"_s);
    });
    connect(m_largest, &QSpinBox::valueChanged, this, [this](int largest) {
        m_value.largest = largest > 0 ? std::optional(largest) : std::nullopt;
        touched(u"largest"_s);
    });
    connect(m_fixedSize, &QSpinBox::valueChanged, this, [this](int size) {
        m_value.fixedSize = size;
        touched(u"fixedSize"_s);
    });
    connect(m_histogram, &QLineEdit::textEdited, this, [this](const QString &text) {
        const auto histogram = histogramFromText(text);
        if (!histogram) {
            m_histogramMessage->show(FieldMessage::Kind::Error,
                tr("Write it as “100 × 2, 20 × 5”: a hundred rooms of two, twenty of five."));
            setValid(false);
            return;
        }
        m_histogramMessage->clear();
        m_value.histogram = *histogram;
        touched(u"histogram"_s);
    });
    connect(m_seedEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_seed = text.toULongLong();
        touched(u"seed"_s);
    });
    connect(m_again, &QPushButton::clicked, this,
        [this] { m_seedEdit->setText(QString::number(QRandomGenerator::global()->bounded(1, 1'000'000))); });
    connect(m_preset, &QComboBox::activated, this, [this] { Q_EMIT presetChosen(m_preset->currentData().toString()); });
    connect(m_preview, &RoomPreview::drawn, this, &RoomPatternForm::showRooms);
    connect(m_preview, &RoomPreview::failed, this, [this](const Error &error) {
        setValid(false, Error { error.message, {}, error.expected }.toString());
    });
}

void RoomPatternForm::offerFile(const QString &roomsFile, AccountNames accounts)
{
    m_file = roomsFile;
    m_accounts = std::move(accounts);
    if (m_distribution->findData(int(project::RoomDistribution::File)) < 0)
        m_distribution->addItem(tr("As rooms.json has them"), int(project::RoomDistribution::File));
}

void RoomPatternForm::readAgain()
{
    if (m_value.distribution == project::RoomDistribution::File)
        redraw();
}

void RoomPatternForm::setPreset(const QString &preset, bool canChoose)
{
    m_preset->setCurrentIndex(preset.isEmpty() ? -1 : m_preset->findData(preset));
    m_preset->setEnabled(canChoose);
}

void RoomPatternForm::setValue(
    const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups)
{
    const bool same = pattern == m_value && users == m_users && seed == m_seed && groups == m_groups;
    m_value = pattern;
    m_users = users;
    m_seed = seed;
    m_groups = groups;
    showValue();
    if (!same)
        redraw();
}

void RoomPatternForm::showValue()
{
    m_quiet = true;
    m_distribution->setCurrentIndex(m_distribution->findData(int(m_value.distribution)));
    m_alpha->setValue(m_value.alpha);
    m_draws->setValue(m_value.draws.value_or(0));
    m_smallest->setValue(m_value.smallest);
    m_largest->setValue(m_value.largest.value_or(0));
    m_fixedSize->setValue(m_value.fixedSize);
    if (histogramFromText(m_histogram->text()) != m_value.histogram)
        m_histogram->setText(histogramToText(m_value.histogram));
    if (m_seedEdit->text().toULongLong() != m_seed || m_seedEdit->text().isEmpty())
        m_seedEdit->setText(QString::number(m_seed));
    m_quiet = false;
    showRelevantFields();
}

void RoomPatternForm::showRelevantFields()
{
    using project::RoomDistribution;
    const RoomDistribution kind = m_value.distribution;
    const bool drawn = kind == RoomDistribution::Pareto || kind == RoomDistribution::Uniform;
    const bool seeded = kind != RoomDistribution::File;
    const auto setRow = [this](QWidget *field, bool visible) {
        // A field stands in a row of its own beside its hint; Qt 6.4 hides rows by their layout.
        for (int row = 0; row < m_form->rowCount(); ++row) {
            QLayoutItem *item = m_form->itemAt(row, QFormLayout::FieldRole);
            if (item && item->layout() && item->layout()->indexOf(field) >= 0)
                m_form->setRowVisible(row, visible);
        }
    };
    setRow(m_alpha, kind == RoomDistribution::Pareto);
    setRow(m_draws, drawn || kind == RoomDistribution::Fixed);
    setRow(m_fixedSize, kind == RoomDistribution::Fixed);
    setRow(m_histogram->parentWidget(), kind == RoomDistribution::Histogram);
    setRow(m_smallest, drawn);
    setRow(m_largest, drawn);
    setRow(m_seedEdit->parentWidget(), seeded);
}

void RoomPatternForm::touched(const QString &field)
{
    if (m_quiet)
        return;
    if (field == u"distribution")
        showValue();
    redraw();
    // What cannot be drawn stays in the field, with the reason below; nobody else is to go on with it.
    if (m_value.distribution == project::RoomDistribution::File || generate::checkRoomPattern(m_value, m_users))
        Q_EMIT edited(field);
}

void RoomPatternForm::redraw()
{
    if (m_value.distribution != project::RoomDistribution::File) {
        m_preview->draw(m_value, m_users, m_seed, m_groups);
        return;
    }
    const auto accounts = m_accounts ? m_accounts() : Result<QStringList>(QStringList());
    if (accounts)
        m_preview->read(m_file, *accounts);
    else
        setValid(false, accounts.error().toString());
}

void RoomPatternForm::setValid(bool valid, const QString &why)
{
    if (valid)
        m_message->clear();
    else
        m_message->show(FieldMessage::Kind::Error, why);
    m_drawing->setEnabled(valid);
    if (valid == m_valid)
        return;
    m_valid = valid;
    Q_EMIT validChanged();
}

void RoomPatternForm::showRooms(const DrawnRooms &rooms)
{
    m_rooms = rooms;
    const generate::RoomSummary &summary = m_rooms.summary;
    setValid(true);
    m_drawingTitle->setText(tr("%Ln room(s) by number of members", nullptr, summary.rooms));
    m_drawing->setBins(summary.sizes);
    m_largestTile->setValue(formatCount(summary.largestRoom));
    m_largestTile->setRemark(tr("members · %1").arg(summary.largestRoomName));
    m_perUserTile->setValue(formatRate(summary.roomsPerUser));
    m_perUserTile->setRemark(tr("at most %1").arg(formatCount(summary.mostRoomsOfAUser)));
    m_reachTile->setValue(formatRate(summary.messageReach));
    m_reachTile->setRemark(tr("people on average"));
    m_withoutTile->setValue(formatCount(summary.usersInNoRoom));
    m_withoutTile->setRemark(tr("they only sync"));
    Q_EMIT summaryChanged();
}

} // namespace throng::ui
