// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>

QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QTabWidget)

namespace throng::ui {

// The few building blocks every page is made of. Colours come from the application's style sheet by property.

inline constexpr int spacing = 8;

/// A white panel with a thin border.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);
};

[[nodiscard]] QLabel *makeTitle(const QString &text, QWidget *parent = nullptr); ///< a page's name
[[nodiscard]] QLabel *makeHeading(const QString &text, QWidget *parent = nullptr); ///< a card's name
[[nodiscard]] QLabel *makeMuted(const QString &text, QWidget *parent = nullptr); ///< an explanation; wraps
[[nodiscard]] QPushButton *makeLink(const QString &text, QWidget *parent = nullptr);

/// A short text on a coloured ground. `mood` is "good", "warning", "bad" or "plain".
[[nodiscard]] QLabel *makePill(const QString &text, const QString &mood, QWidget *parent = nullptr);

/// Sets a dynamic property that the style sheet looks at, and lets the style look again.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

/// A line of text that ends with an ellipsis where there is no room for all of it; its tooltip has the whole then.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);

    [[nodiscard]] bool isElided() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
};

/// A label that takes no room while it is empty: what is wrong with the field it stands beside.
class FieldMessage : public QLabel {
    Q_OBJECT
public:
    enum class Kind { Error, Warning, Hint };

    explicit FieldMessage(QWidget *parent = nullptr);
    void show(Kind kind, const QString &text);
    void clear();
    [[nodiscard]] bool isError() const { return m_kind == Kind::Error && !text().isEmpty(); }

private:
    Kind m_kind = Kind::Hint;
};

/// A row of a form: the label (with its mnemonic) is the field's buddy and its accessible name; `hint` says the
/// unit or what the number means.
void addField(QFormLayout *form, const QString &label, QWidget *field, QWidget *hint = nullptr);
void addField(QFormLayout *form, const QString &label, QWidget *field, const QString &hint);
[[nodiscard]] QFormLayout *makeForm();
/// Where words are longer, a tab ends with an ellipsis rather than be out of sight.
void elideTabs(QTabWidget *tabs);
void setTabTitle(QTabWidget *tabs, int tab, const QString &title); ///< whole in its tool tip, too

/// A number with a caption above it and a remark below: the tiles of the dashboard and of the room drawing.
class Tile : public Card {
    Q_OBJECT
public:
    explicit Tile(const QString &caption, QWidget *parent = nullptr);

    enum class Mood { Plain, Good, Warning, Bad };
    void setValue(const QString &value, Mood mood = Mood::Plain);
    void setRemark(const QString &remark);
    [[nodiscard]] QString value() const { return m_value->text(); }

private:
    void updateAccessibleName();

    QLabel *m_caption;
    QLabel *m_value;
    QLabel *m_remark;
};

} // namespace throng::ui
