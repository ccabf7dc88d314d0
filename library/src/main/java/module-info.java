/// MF4J: recommenders, dense low-rank factorization, studies and decentralised factorization in pure Java.
module mf4j {
    requires static jdk.incubator.vector;
    requires tools.jackson.databind;

    exports mf4j.data;
    exports mf4j.train;
    exports mf4j.matrix;
    exports mf4j.recommend;
    exports mf4j.study;
    exports mf4j.lowrank;
    exports mf4j.deep;
    exports mf4j.evaluate;
    exports mf4j.store;
}
