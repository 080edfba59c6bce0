// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/shapeeditor.h"

#include "ui/charts/shapechart.h"
#include "ui/editors/phaseform.h"
#include "ui/support/icons.h"
#include "ui/support/widgets.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

using project::LoadPhase;
using project::LoadShape;
using Kind = LoadPhase::Kind;

enum Choice { NoShape, OfUsers, OfRate };

} // namespace

ShapeEditor::ShapeEditor(QWidget *parent)
    : QWidget(parent)
    , m_of(new QComboBox(this))
    , m_phases(new QWidget(this))
    , m_list(new QListWidget(m_phases))
    , m_add(new QPushButton(tr("Add phase"), m_phases))
    , m_form(new PhaseForm(m_phases))
    , m_message(new FieldMessage(m_phases))
    , m_chart(new ShapeChart(tr("Planned load"), m_phases))
{
    m_of->setObjectName(u"shapeOf"_s);
    m_of->addItem(tr("the same all the time"), NoShape);
    m_of->addItem(tr("users follow a shape"), OfUsers);
    m_of->addItem(tr("the rate follows a shape"), OfRate);
    m_of->setMinimumWidth(220);
    m_chart->setObjectName(u"shapeChart"_s);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_phases, 1);
    auto *rows = new QVBoxLayout(m_phases);
    rows->setContentsMargins({});
    rows->setSpacing(spacing);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(2 * spacing);
    columns->addWidget(makeList());
    columns->addWidget(m_form, 1);
    rows->addLayout(columns);
    rows->addWidget(m_message);
    rows->addWidget(m_chart, 1);

    connect(m_of, &QComboBox::activated, this, [this] {
        const int choice = m_of->currentData().toInt();
        if (choice == NoShape) {
            m_shape.reset();
        } else {
            if (!m_shape) {
                LoadPhase ramp;
                ramp.kind = Kind::Ramp;
                m_shape = LoadShape { LoadShape::Of::Users, { ramp, LoadPhase() } };
            }
            m_shape->of = choice == OfRate ? LoadShape::Of::Rate : LoadShape::Of::Users;
        }
        changed(u"shapeOf"_s, tr("load shape"), m_list->currentRow());
    });
    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        if (!m_quiet)
            showPhase();
    });
    connect(m_form, &PhaseForm::edited, this, [this](const QString &field, const QString &label) {
        const int row = m_list->currentRow();
        if (!m_shape || row < 0)
            return;
        m_shape->phases[row] = m_form->phase();
        changed(u"%1.%2"_s.arg(field).arg(row), label, row);
    });
    setShape({}, true);
}

QWidget *ShapeEditor::makeList()
{
    m_list->setObjectName(u"phaseList"_s);
    m_list->setAccessibleName(tr("Phases of the load in their order"));
    m_list->setMinimumHeight(72); // a small window
    m_list->setMaximumHeight(150);
    m_list->setProperty("framed", true);
    m_add->setObjectName(u"addPhase"_s);
    auto *menu = new QMenu(m_add);
    for (const Kind kind : { Kind::Constant, Kind::Ramp, Kind::Steps, Kind::Spike, Kind::Soak, Kind::Daily })
        menu->addAction(phaseKindName(kind), this, [this, kind] { add(kind); });
    menu->addSeparator();
    menu->addAction(tr("From a CSV file…"), this, &ShapeEditor::chooseFile);
    m_add->setMenu(menu);
    m_add->setProperty("menu", true);

    auto *side = new QWidget(m_phases);
    side->setFixedWidth(280);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(m_list);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(m_add);
    buttons->addStretch();
    const auto button = [&](const QString &name, const QString &iconName, const QString &tip, auto slot) {
        auto *made = new QToolButton(side);
        made->setObjectName(name);
        made->setIcon(icon(iconName));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        buttons->addWidget(made);
        connect(made, &QToolButton::clicked, this, slot);
        return made;
    };
    m_remove = button(u"removePhase"_s, u"remove"_s, tr("Remove this phase"), [this] { removeCurrent(); });
    m_up = button(u"movePhaseUp"_s, u"up"_s, tr("Have this phase earlier"), [this] { moveCurrent(-1); });
    m_down = button(u"movePhaseDown"_s, u"down"_s, tr("Have this phase later"), [this] { moveCurrent(1); });
    layout->addLayout(buttons);
    layout->addStretch();
    return side;
}

void ShapeEditor::add(Kind kind)
{
    LoadPhase phase;
    phase.kind = kind;
    // Each kind begins as something that can be seen at once.
    if (kind == Kind::Daily) {
        phase.duration = std::chrono::hours(1);
        phase.timeLapse = 24;
        phase.from = 1;
    } else if (kind == Kind::Steps) {
        phase.duration = std::chrono::minutes(5);
        phase.from = 2;
    } else if (kind == Kind::Soak) {
        phase.duration = std::chrono::hours(1);
    }
    const int row = m_list->currentRow() + 1;
    m_shape->phases.insert(row, phase);
    changed(u"addPhase"_s, tr("load shape"), row);
}

void ShapeEditor::removeCurrent()
{
    const int row = m_list->currentRow();
    m_shape->phases.removeAt(row);
    changed(u"removePhase"_s, tr("load shape"), std::min(row, int(m_shape->phases.size()) - 1));
}

void ShapeEditor::moveCurrent(int by)
{
    const int row = m_list->currentRow();
    m_shape->phases.move(row, row + by);
    changed(u"movePhase"_s, tr("load shape"), row + by);
}

Result<> ShapeEditor::addFile(const QString &path)
{
    auto points = project::readCurveFile(path);
    if (!points)
        return tl::unexpected(points.error());
    LoadPhase phase;
    phase.kind = Kind::Points;
    phase.points = *std::move(points);
    const int row = m_list->currentRow() + 1;
    m_shape->phases.insert(row, phase);
    changed(u"addPhase"_s, tr("load shape"), row);
    return {};
}

void ShapeEditor::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Load over time"), {}, tr("Comma-separated values (*.csv);;All files (*)"));
    if (path.isEmpty())
        return;
    if (const Result<> added = addFile(path); !added)
        m_message->show(FieldMessage::Kind::Error, added.error().toString());
}

void ShapeEditor::setShape(const std::optional<LoadShape> &shape, bool mayShapeRate)
{
    const bool same = m_shape == shape;
    m_shape = shape;
    // A test that works through accounts keeps no rate.
    m_of->removeItem(m_of->findData(OfRate));
    if (mayShapeRate || (m_shape && m_shape->of == LoadShape::Of::Rate))
        m_of->addItem(tr("the rate follows a shape"), OfRate);
    showAll(same ? m_list->currentRow() : 0);
}

void ShapeEditor::changed(const QString &field, const QString &label, int row)
{
    showAll(row);
    Q_EMIT edited(field, label);
}

void ShapeEditor::showAll(int row)
{
    m_quiet = true;
    const int choice = !m_shape ? NoShape : m_shape->of == LoadShape::Of::Rate ? OfRate : OfUsers;
    m_of->setCurrentIndex(m_of->findData(choice));
    m_phases->setVisible(m_shape.has_value());
    const QList<LoadPhase> phases = m_shape ? m_shape->phases : QList<LoadPhase>();
    while (m_list->count() > phases.size())
        delete m_list->takeItem(m_list->count() - 1);
    for (qsizetype i = 0; i < phases.size(); ++i) {
        if (i == m_list->count())
            m_list->addItem(QString());
        m_list->item(int(i))->setText(phaseWords(phases[i], m_shape->of));
    }
    m_list->setCurrentRow(std::clamp(row, phases.isEmpty() ? -1 : 0, int(phases.size()) - 1));
    m_quiet = false;
    showPhase();

    m_message->clear();
    if (!m_shape)
        return;
    m_chart->setTitle(
        m_shape->of == LoadShape::Of::Rate ? tr("Planned actions or messages a second") : tr("Planned users"));
    const Result<LoadCurve> curve = project::curveOf(*m_shape, m_folder);
    m_chart->setVisible(curve.has_value());
    if (curve)
        m_chart->setCurve(*curve);
    else
        m_message->show(FieldMessage::Kind::Error, curve.error().toString());
}

void ShapeEditor::showPhase()
{
    const int row = m_list->currentRow();
    const bool any = m_shape && row >= 0 && row < m_shape->phases.size();
    m_form->setVisible(any);
    if (any)
        m_form->setUnit(m_shape->of);
    if (any && (m_form->phase() != m_shape->phases[row] || !m_form->isVisible()))
        m_form->setPhase(m_shape->phases[row]);
    m_remove->setEnabled(any && m_shape->phases.size() > 1);
    m_up->setEnabled(any && row > 0);
    m_down->setEnabled(any && row + 1 < m_shape->phases.size());
}

} // namespace throng::ui
