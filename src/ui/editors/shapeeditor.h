// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/loadshape.h"

#include <QWidget>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QListWidget)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

class FieldMessage;
class PhaseForm;
class ShapeChart;

/// A load shape: what it is of, its phases in order, and a drawing of it.
class ShapeEditor : public QWidget {
    Q_OBJECT
public:
    explicit ShapeEditor(QWidget *parent = nullptr);

    /// The project's, which a phase's file is relative to; counts from the next setShape() on.
    void setFolder(const QString &folder) { m_folder = folder; }
    /// `mayShapeRate`: of a chat. Says nothing to edited().
    void setShape(const std::optional<project::LoadShape> &shape, bool mayShapeRate);
    [[nodiscard]] const std::optional<project::LoadShape> &shape() const { return m_shape; }
    /// What the shape is of, for a row of the form around it; the rest is in this widget.
    [[nodiscard]] QComboBox *choice() const { return m_of; }

    /// The points of a CSV file as one more phase. An error says what is wrong with it.
    [[nodiscard]] Result<> addFile(const QString &path);

Q_SIGNALS:
    void edited(const QString &field, const QString &label);

private:
    [[nodiscard]] QWidget *makeList();
    void add(project::LoadPhase::Kind kind);
    void removeCurrent();
    void moveCurrent(int by);
    void chooseFile();
    void changed(const QString &field, const QString &label, int row);
    void showAll(int row);
    void showPhase();

    QString m_folder;
    std::optional<project::LoadShape> m_shape;
    bool m_quiet = false;
    QComboBox *m_of;
    QWidget *m_phases;
    QListWidget *m_list;
    QPushButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
    PhaseForm *m_form;
    FieldMessage *m_message;
    ShapeChart *m_chart;
};

} // namespace throng::ui
