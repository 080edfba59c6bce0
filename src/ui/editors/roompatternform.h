// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/populations.h"
#include "ui/editors/roompreview.h"

#include <QWidget>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QDoubleSpinBox)
QT_FORWARD_DECLARE_CLASS(QFormLayout)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QSpinBox)

namespace throng::ui {

class FieldMessage;
class SizeHistogram;
class Tile;

/// Who shares rooms with whom, as fields, with the distribution drawn as it is edited. Used by the page and the
/// wizard.
class RoomPatternForm : public QWidget {
    Q_OBJECT
public:
    explicit RoomPatternForm(QWidget *parent = nullptr);

    /// `users` is how many there are to be put into rooms; `groups` those of them who have rooms of their own. Says
    /// nothing to edited().
    void setValue(
        const project::RoomPattern &pattern, int users, quint64 seed, const QList<users::Population> &groups = {});
    [[nodiscard]] const project::RoomPattern &value() const { return m_value; }
    [[nodiscard]] quint64 seed() const { return m_seed; }
    [[nodiscard]] bool isValid() const { return m_valid; }
    /// Of the last drawing; nothing to see before the first.
    [[nodiscard]] const generate::RoomSummary &summary() const { return m_rooms.summary; }
    [[nodiscard]] const DrawnRooms &rooms() const { return m_rooms; }

    /// Rooms may also be those of a file; `accounts` asks for the names that it is read with.
    using AccountNames = std::function<Result<QStringList>()>;
    void offerFile(const QString &roomsFile, AccountNames accounts);
    void readAgain(); ///< rooms of a file: it, or the accounts, may be others now

    /// Who may enter: a preset of createRoom (room_preset of the tests that make rooms). Empty: no test makes any, or
    /// they differ. Says nothing to presetChosen().
    void setPreset(const QString &preset, bool canChoose);

Q_SIGNALS:
    /// By the user; the name of the pattern's field, or "seed". What cannot be drawn is not said here.
    void edited(const QString &field);
    void presetChosen(const QString &preset);
    void validChanged();
    void summaryChanged();

private:
    void addFields(QFormLayout *form);
    void connectFields();
    void showValue();
    void showRelevantFields();
    void touched(const QString &field);
    void redraw();
    void showRooms(const DrawnRooms &rooms);
    void setValid(bool valid, const QString &why = {});

    project::RoomPattern m_value;
    int m_users = 0;
    quint64 m_seed = 1;
    QList<users::Population> m_groups;
    bool m_valid = true;
    bool m_quiet = false;
    DrawnRooms m_rooms;
    RoomPreview *m_preview;
    QString m_file;
    AccountNames m_accounts;

    QFormLayout *m_form = nullptr;
    QComboBox *m_distribution;
    QComboBox *m_preset;
    QDoubleSpinBox *m_alpha;
    QSpinBox *m_draws;
    QSpinBox *m_smallest;
    QSpinBox *m_largest;
    QSpinBox *m_fixedSize;
    QLineEdit *m_histogram;
    QLineEdit *m_seedEdit;
    QPushButton *m_again;
    FieldMessage *m_histogramMessage;
    FieldMessage *m_message;
    QLabel *m_drawingTitle;
    SizeHistogram *m_drawing;
    Tile *m_largestTile;
    Tile *m_perUserTile;
    Tile *m_reachTile;
    Tile *m_withoutTile;
};

/// "100 × 2, 20 × 5" ⇄ how many rooms of each size. Nothing when it cannot be read.
[[nodiscard]] QString histogramToText(const QList<project::RoomSizeCount> &histogram);
[[nodiscard]] std::optional<QList<project::RoomSizeCount>> histogramFromText(const QString &text);

} // namespace throng::ui
