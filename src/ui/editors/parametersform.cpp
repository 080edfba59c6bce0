// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/parametersform.h"

#include "ui/editors/parameterlabels.h"
#include "ui/editors/resetbutton.h"
#include "ui/support/numberbox.h"
#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int editorWidth = 170;

QDoubleSpinBox *makeNumber(double least, double most, int decimals, double step, const QString &unit)
{
    auto *box = new NumberBox;
    box->setRange(least, most);
    box->setDecimals(decimals);
    box->setSingleStep(step);
    box->setGroupSeparatorShown(true);
    if (!unit.isEmpty())
        box->setSuffix(u' ' + unit);
    box->setFixedWidth(editorWidth);
    return box;
}

void setQuietly(QDoubleSpinBox *box, double value)
{
    const QSignalBlocker quiet(box);
    box->setValue(value);
}

using Touched = std::function<void()>;

struct Editor {
    QWidget *widget = nullptr;
    std::function<void()> show;
};

// One function a type of parameter: makes the field and says how to show the value in it.

Editor edit(double &value, const QString &unit, const Touched &touched)
{
    auto *box = makeNumber(0, 1e9, 2, 1, unit);
    QObject::connect(box, &QDoubleSpinBox::valueChanged, box, [&value, touched](double typed) {
        value = typed;
        touched();
    });
    return { box, [box, &value] { setQuietly(box, value); } };
}

Editor edit(int &value, const QString &unit, const Touched &touched)
{
    auto *box = new QSpinBox;
    box->setRange(0, 1'000'000'000);
    box->setGroupSeparatorShown(true);
    if (!unit.isEmpty())
        box->setSuffix(u' ' + unit);
    box->setFixedWidth(editorWidth);
    QObject::connect(box, &QSpinBox::valueChanged, box, [&value, touched](int typed) {
        value = typed;
        touched();
    });
    return { box, [box, &value] {
                const QSignalBlocker quiet(box);
                box->setValue(value);
            } };
}

Editor edit(bool &value, const QString &, const Touched &touched)
{
    auto *box = new QCheckBox;
    QObject::connect(box, &QCheckBox::toggled, box, [&value, touched](bool on) {
        value = on;
        touched();
    });
    return { box, [box, &value] {
                const QSignalBlocker quiet(box);
                box->setChecked(value);
            } };
}

Editor edit(QString &value, const QString &, const Touched &touched)
{
    auto *line = new QLineEdit;
    line->setFixedWidth(editorWidth);
    QObject::connect(line, &QLineEdit::textEdited, line, [&value, touched](const QString &text) {
        value = text;
        touched();
    });
    return { line, [line, &value] {
                if (line->text() != value)
                    line->setText(value);
            } };
}

Editor editChoice(QString &value, const QList<ParameterChoice> &choices, const Touched &touched)
{
    auto *box = new QComboBox;
    box->setFixedWidth(editorWidth);
    for (const ParameterChoice &choice : choices)
        box->addItem(choice.label, choice.value);
    QObject::connect(box, &QComboBox::activated, box, [box, &value, touched] {
        value = box->currentData().toString();
        touched();
    });
    return { box, [box, &value] {
                const QSignalBlocker quiet(box);
                // What no version of ours offers is kept and shown as it is.
                if (box->findData(value) < 0)
                    box->addItem(value, value);
                box->setCurrentIndex(box->findData(value));
            } };
}

Editor edit(users::Milliseconds &value, const QString &unit, const Touched &touched)
{
    auto *box = makeNumber(0, 86'400, 1, 1, unit);
    QObject::connect(box, &QDoubleSpinBox::valueChanged, box, [&value, touched](double seconds) {
        value = users::Milliseconds(qRound64(seconds * 1000));
        touched();
    });
    return { box, [box, &value] { setQuietly(box, double(value.count()) / 1000); } };
}

Editor edit(users::Exponential &value, const QString &unit, const Touched &touched)
{
    return edit(value.mean, unit, touched);
}

Editor editPair(
    double &first, double &second, double least, const std::array<QString, 2> &names, const Touched &touched)
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    std::array<QDoubleSpinBox *, 2> boxes {};
    for (const std::size_t i : { std::size_t(0), std::size_t(1) }) {
        double &value = i == 0 ? first : second;
        boxes[i] = makeNumber(i == 0 ? least : 0, 1e6, 2, 0.5, {});
        boxes[i]->setFixedWidth((editorWidth - 4) / 2);
        boxes[i]->setAccessibleName(names[i]);
        boxes[i]->setToolTip(names[i]);
        boxes[i]->setButtonSymbols(QAbstractSpinBox::NoButtons);
        QObject::connect(boxes[i], &QDoubleSpinBox::valueChanged, boxes[i], [&value, touched](double typed) {
            value = typed;
            touched();
        });
        layout->addWidget(boxes[i]);
    }
    row->setFocusProxy(boxes[0]);
    return { row, [boxes, &first, &second] {
                setQuietly(boxes[0], first);
                setQuietly(boxes[1], second);
            } };
}

Editor edit(users::LogNormal &value, const QString &, const Touched &touched)
{
    return editPair(value.mu, value.sigma, -100, { u"μ"_s, u"σ"_s }, touched);
}

Editor edit(users::Normal &value, const QString &, const Touched &touched)
{
    return editPair(value.mean, value.deviation, 0,
        { ParametersForm::tr("mean"), ParametersForm::tr("standard deviation") }, touched);
}

Editor edit(users::OneOf &value, const QString &, const Touched &touched)
{
    auto *line = new QLineEdit;
    line->setFixedWidth(editorWidth);
    static const QRegularExpression numbers(u"[0-9]+([.][0-9]+)?([,; ]+[0-9]+([.][0-9]+)?)*"_s);
    line->setValidator(new QRegularExpressionValidator(numbers, line));
    QObject::connect(line, &QLineEdit::textEdited, line, [line, &value, touched](const QString &text) {
        if (!line->hasAcceptableInput())
            return;
        static const QRegularExpression separators(u"[,; ]+"_s);
        std::vector<double> parsed;
        for (const QString &part : text.split(separators, Qt::SkipEmptyParts))
            parsed.push_back(part.toDouble());
        value.values = std::move(parsed);
        touched();
    });
    return { line, [line, &value] {
                QStringList parts;
                for (const double number : value.values)
                    parts.append(QString::number(number));
                if (!line->hasFocus() || line->text().isEmpty())
                    line->setText(parts.join(u", "_s));
            } };
}

/// A wheel that scrolls the form must not turn the number that happens to come under it.
class WheelGuard : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const auto *widget = qobject_cast<QWidget *>(watched);
        if (event->type() != QEvent::Wheel || !widget || widget->hasFocus())
            return QObject::eventFilter(watched, event);
        event->ignore(); // the scroll area's
        return true;
    }
};

void letTheWheelScroll(QWidget *editor)
{
    QList<QWidget *> parts = editor->findChildren<QWidget *>();
    parts.append(editor);
    for (QWidget *part : std::as_const(parts)) {
        if (!qobject_cast<QAbstractSpinBox *>(part) && !qobject_cast<QComboBox *>(part))
            continue;
        part->setFocusPolicy(Qt::StrongFocus); // not by the wheel
        part->installEventFilter(new WheelGuard(part));
    }
}

} // namespace

ParametersForm::ParametersForm(QWidget *parent)
    : QScrollArea(parent)
{
    auto *content = new QWidget(this);
    content->setProperty("page", true);
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(0, spacing, spacing, spacing);
    m_layout->setSpacing(spacing);
    m_layout->setSizeConstraint(QLayout::SetMinAndMaxSize);
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("What its users do"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded); // in a language of long words, in a small window
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
}

template <typename T>
ParametersForm::Field ParametersForm::makeField(QLatin1String name, T &value, const T &standard)
{
    const ParameterLabel label = parameterLabel(name);
    const auto index = m_fields.size();
    const auto onTouched = [this, index, text = label.label] {
        if (!m_quiet)
            touched(m_fields[index], text);
    };
    Editor editor;
    if constexpr (std::is_same_v<T, QString>) {
        const QList<ParameterChoice> choices = parameterChoices(name);
        editor = choices.isEmpty() ? edit(value, label.unit, onTouched) : editChoice(value, choices, onTouched);
    } else {
        editor = edit(value, label.unit, onTouched);
    }
    editor.widget->setObjectName(name);
    letTheWheelScroll(editor.widget);
    const auto parts = editor.widget->findChildren<QDoubleSpinBox *>();
    for (QDoubleSpinBox *part : parts)
        part->setAccessibleName(u"%1: %2"_s.arg(label.label, part->accessibleName()));
    return { .name = name,
        .editor = editor.widget,
        .reset = nullptr,
        .show = std::move(editor.show),
        .differs = [&value, &standard] { return !(value == standard); } };
}

template <typename Parameters, typename Visit>
void ParametersForm::build(Parameters &value, const Parameters &defaults, Visit visit)
{
    // The same walk over the defaults finds each field's default by its name.
    visit(value, [&](QLatin1String name, auto &field) {
        using Type = std::remove_reference_t<decltype(field)>;
        const Type *standard = nullptr;
        visit(defaults, [&](QLatin1String other, const auto &candidate) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(candidate)>, Type>) {
                if (other == name)
                    standard = &candidate;
            }
        });
        addRow(name, makeField(name, field, *standard), [&field, standard] { field = *standard; });
    });
    m_layout->addStretch();
    // All groups begin their fields at the same place.
    int widest = 0;
    for (const QLabel *name : std::as_const(m_names))
        widest = std::max(widest, name->sizeHint().width());
    for (QLabel *name : std::as_const(m_names))
        name->setMinimumWidth(widest);
    showAll();
}

void ParametersForm::addRow(QLatin1String name, Field field, std::function<void()> toDefault)
{
    const ParameterLabel label = parameterLabel(name);
    if (label.group != m_group || !m_form) {
        m_group = label.group;
        m_layout->addWidget(makeHeading(m_group));
        m_form = makeForm();
        m_layout->addLayout(m_form);
    }
    field.reset = makeResetButton(label.label);
    field.editor->setAccessibleDescription(label.meaning);
    addField(m_form, label.label, field.editor, besideReset(field.reset, makeMuted(label.meaning)));
    if (auto *named = qobject_cast<QLabel *>(m_form->itemAt(m_form->rowCount() - 1, QFormLayout::LabelRole)->widget()))
        m_names.append(named);
    const auto index = m_fields.size();
    connect(
        field.reset, &QToolButton::clicked, this, [this, index, toDefault = std::move(toDefault), text = label.label] {
            toDefault();
            m_quiet = true;
            m_fields[index].show();
            m_quiet = false;
            touched(m_fields[index], text);
        });
    m_fields.append(std::move(field));
}

void ParametersForm::touched(const Field &field, const QString &label)
{
    field.reset->setVisible(field.differs());
    Q_EMIT edited(field.name, label);
}

void ParametersForm::showAll()
{
    m_quiet = true;
    for (const Field &field : std::as_const(m_fields)) {
        field.show();
        field.reset->setVisible(field.differs());
    }
    m_quiet = false;
}

ChatParametersForm::ChatParametersForm(QWidget *parent)
    : ParametersForm(parent)
{
    static const users::ChatParameters defaults;
    build(m_value, defaults, [](auto &parameters, auto &&visit) { users::visitChat(parameters, visit); });
}

void ChatParametersForm::setValue(const users::ChatParameters &value)
{
    if (m_value == value)
        return;
    m_value = value;
    showAll();
}

SetupParametersForm::SetupParametersForm(QWidget *parent)
    : ParametersForm(parent)
{
    static const users::SetupParameters defaults;
    build(m_value, defaults, [](auto &parameters, auto &&visit) { users::visitSetup(parameters, visit); });
}

void SetupParametersForm::setValue(const users::SetupParameters &value)
{
    if (m_value == value)
        return;
    m_value = value;
    showAll();
}

HistoryParametersForm::HistoryParametersForm(QWidget *parent)
    : ParametersForm(parent)
{
    static const users::HistoryParameters defaults;
    build(m_value, defaults, [](auto &parameters, auto &&visit) { users::visitHistory(parameters, visit); });
}

void HistoryParametersForm::setValue(const users::HistoryParameters &value)
{
    if (m_value == value)
        return;
    m_value = value;
    showAll();
}

} // namespace throng::ui
