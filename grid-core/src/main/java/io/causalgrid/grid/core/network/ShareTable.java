package io.causalgrid.grid.core.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The sparse matrix of shares, by columns (connectors) and by rows (limits). Immutable. */
final class ShareTable {
    private final int[] columnStart;
    private final int[] rowOfShare;
    private final double[] re;
    private final double[] im;
    private final int[] rowStart;
    private final int[] columnOfMember;
    private final int[] shareOfMember;
    private final boolean[] plain;

    private ShareTable(List<Row> rows, int columns) {
        this.columnStart = new int[columns + 1];
        this.rowStart = new int[rows.size() + 1];
        this.plain = new boolean[rows.size()];
        int entries = rows.stream().mapToInt(row -> row.shares().size()).sum();
        this.rowOfShare = new int[entries];
        this.re = new double[entries];
        this.im = new double[entries];
        this.columnOfMember = new int[entries];
        this.shareOfMember = new int[entries];
    }

    /**
     * Compiles.
     *
     * @throws InvalidNetworkException if a row counts an unknown connector
     */
    static ShareTable of(List<Row> rows, Map<String, Integer> positions) {
        var table = new ShareTable(rows, positions.size());
        table.fillRows(rows, positions);
        table.fillColumns(rows, positions);
        return table;
    }

    int first(int column) {
        return columnStart[column];
    }

    int row(int share) {
        return rowOfShare[share];
    }

    double re(int share) {
        return re[share];
    }

    double im(int share) {
        return im[share];
    }

    boolean isPlain(int row) {
        return plain[row];
    }

    int firstMember(int row) {
        return rowStart[row];
    }

    int member(int member) {
        return columnOfMember[member];
    }

    int shareOfMember(int member) {
        return shareOfMember[member];
    }

    private void fillRows(List<Row> rows, Map<String, Integer> positions) {
        for (int row = 0; row < rows.size(); row++) {
            Row source = rows.get(row);
            int start = rowStart[row];
            int next = start;
            for (String id : source.shares().keySet()) {
                Integer column = positions.get(id);
                if (column == null) {
                    throw new InvalidNetworkException(
                            "limit " + source.limit().id() + " counts the unknown connector " + id);
                }
                columnOfMember[next++] = column;
                columnStart[column + 1]++;
            }
            Arrays.sort(columnOfMember, start, next);
            rowStart[row + 1] = next;
            plain[row] = source.shares().values().stream().allMatch(share -> share.im() == 0 && share.re() >= 0);
        }
        for (int column = 0; column < positions.size(); column++) {
            columnStart[column + 1] += columnStart[column];
        }
    }

    private void fillColumns(List<Row> rows, Map<String, Integer> positions) {
        String[] ids = new String[positions.size()];
        positions.forEach((id, position) -> ids[position] = id);
        int[] next = Arrays.copyOf(columnStart, positions.size());
        for (int row = 0; row < rows.size(); row++) {
            Map<String, Phasor> shares = rows.get(row).shares();
            for (int member = rowStart[row]; member < rowStart[row + 1]; member++) {
                int column = columnOfMember[member];
                int share = next[column]++;
                Phasor phasor = shares.getOrDefault(ids[column], Phasor.ZERO);
                rowOfShare[share] = row;
                re[share] = phasor.re();
                im[share] = phasor.im();
                shareOfMember[member] = share;
            }
        }
    }
}
